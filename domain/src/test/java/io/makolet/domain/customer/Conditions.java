package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions and definitions for tests. */
final class Conditions {

    private Conditions() {}

    static EventMatch match(String... types) {
        return new EventMatch(List.of(types), null, null);
    }

    /** A function of purchases, compared with a whole number. */
    static Condition compare(Function function, @Nullable String of, Window window, Comparison.Op op, long threshold) {
        return compare(function, of, window, null, op, threshold);
    }

    /** The same since the last event of a type. */
    static Condition compare(
            Function function,
            @Nullable String of,
            Window window,
            @Nullable String since,
            Comparison.Op op,
            long threshold) {
        AggregateSpec spec = new AggregateSpec(match("purchase"), of, window, since == null ? null : match(since));
        return new Condition.Aggregate(new Measure(spec, function), new Comparison(op, threshold * 1_000_000));
    }

    static Condition purchases(Window window, int atLeast) {
        return compare(Function.COUNT, null, window, Comparison.Op.GE, atLeast);
    }

    /** An event of a type that no other follows within a time. */
    static Condition without(String type, String absent, @Nullable String by, long within) {
        return new Condition.Sequence(List.of(match(type)), match(absent), by, within, 0, Condition.Sequence.UNBOUNDED);
    }

    static Definition segment(String id, int index, Condition when) {
        return segment(id, index, null, when);
    }

    static Definition segment(String id, int index, @Nullable String purpose, Condition when) {
        return new Definition(
                id,
                1,
                index,
                Definition.Status.LIVE,
                "o",
                "t",
                0,
                "",
                new SegmentBody(new SegmentDefinition(purpose, when)));
    }
}
