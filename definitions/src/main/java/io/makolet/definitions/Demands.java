package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Comparison.Op;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What conditions that are to be true together demand of one customer. */
final class Demands {

    /** Two conditions that can't be true together. */
    record Pair(Condition one, Condition other) {}

    private static final long ONE = 1_000_000;

    private final Map<Measure, Leftover> measures = new LinkedHashMap<>();
    private final Map<List<Measure>, Leftover> ratios = new LinkedHashMap<>();
    private final Map<List<Object>, Leftover> ages = new LinkedHashMap<>();
    private final Map<EventMatch, Condition> happened = new LinkedHashMap<>();

    /** Adds a condition that is to be true; one before that it contradicts, or null. */
    @Nullable
    Condition add(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return deny(not, not.part());
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return narrow(aggregate.measure(), aggregate.comparison(), condition);
        }
        if (condition instanceof Condition.Ratio ratio) {
            return narrow(ratio, ratio.comparison(), condition);
        }
        if (condition instanceof Condition.Recency recency) {
            happened.putIfAbsent(recency.spec().match(), condition);
            return age(recency).narrow(recency.comparison(), condition);
        }
        if (condition instanceof Condition.Replenish
                || condition instanceof Condition.Gap
                || condition instanceof Condition.Top) {
            happened.putIfAbsent(condition.uses().get(0).match(), condition);
        }
        if (condition instanceof Condition.Sequence sequence) {
            sequence.steps().forEach(step -> happened.putIfAbsent(step, condition));
        }
        return null;
    }

    /** Of ages, a denied comparison demands nothing where nothing happened. */
    private @Nullable Condition deny(Condition by, Condition denied) {
        if (denied instanceof Condition.Aggregate aggregate) {
            return narrow(aggregate.measure(), opposite(aggregate.comparison()), by);
        }
        if (denied instanceof Condition.Ratio ratio) {
            return narrow(ratio, opposite(ratio.comparison()), by);
        }
        return null;
    }

    private @Nullable Condition narrow(Measure measure, Comparison comparison, Condition by) {
        return measures.computeIfAbsent(measure, Contradictions::left).narrow(comparison, by);
    }

    private @Nullable Condition narrow(Condition.Ratio ratio, Comparison comparison, Condition by) {
        return ratios.computeIfAbsent(List.of(ratio.dividend(), ratio.divisor()), parts -> new Leftover(0, null, null))
                .narrow(comparison, by);
    }

    private Leftover age(Condition.Recency recency) {
        return ages.computeIfAbsent(List.of(recency.spec(), recency.first()), key -> new Leftover(1, 0L, null));
    }

    /** What contradicts each other though it is not about the same: numbers in windows of which one holds the other, and ages. */
    Optional<Pair> conflict() {
        List<Map.Entry<Measure, Leftover>> counts =
                measures.entrySet().stream().filter(e -> length(e.getKey()) > 0).toList();
        for (Map.Entry<Measure, Leftover> inner : counts) {
            for (Map.Entry<Measure, Leftover> outer : counts) {
                if (isWithin(inner.getKey(), outer.getKey()) && inner.getValue().exceeds(outer.getValue())) {
                    return pair(inner.getValue().lowBy(), outer.getValue().highBy());
                }
            }
        }
        return counts.stream()
                .filter(e -> e.getKey().spec().since() == null)
                .map(e -> withAge(e.getKey(), e.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Pair> withAge(Measure measure, Leftover count) {
        EventMatch match = measure.spec().match();
        AggregateSpec life = new AggregateSpec(match, null, Window.LIFETIME, null);
        Leftover age = ages.get(List.of(life, false));
        Condition some = count.above(0);
        Condition none = count.below(ONE);
        long window = length(measure);
        if (some != null && age != null && window < Long.MAX_VALUE && age.above(window - 1) != null) {
            return pair(some, age.above(window - 1));
        }
        if (none == null || measure.function() != Function.COUNT) {
            return Optional.empty();
        }
        return window == Long.MAX_VALUE
                ? pair(none, happened.get(match))
                : pair(none, age == null ? null : age.below(window));
    }

    private static Optional<Pair> pair(@Nullable Condition one, @Nullable Condition other) {
        return one == null || other == null || one == other ? Optional.empty() : Optional.of(new Pair(one, other));
    }

    /** Are the events that one counts among those that the other counts? */
    private static boolean isWithin(Measure inner, Measure outer) {
        AggregateSpec widened = new AggregateSpec(
                inner.spec().match(),
                inner.spec().of(),
                outer.spec().window(),
                inner.spec().since());
        return inner.function() == outer.function() && widened.equals(outer.spec()) && length(inner) <= length(outer);
    }

    /** Length of the window that a number of events is counted in, in milliseconds; 0 for what is not such a number. */
    private static long length(Measure measure) {
        if (measure.function() != Function.COUNT && measure.function() != Function.DISTINCT) {
            return 0;
        }
        Window window = measure.spec().window();
        return window instanceof Window.Sliding sliding
                ? sliding.millis()
                : window instanceof Window.Lifetime ? Long.MAX_VALUE : 0;
    }

    private static Comparison opposite(Comparison comparison) {
        Op op = switch (comparison.op()) {
            case LT -> Op.GE;
            case LE -> Op.GT;
            case GT -> Op.LE;
            case GE -> Op.LT;
            case EQ -> Op.NE;
            case NE -> Op.EQ;
        };
        return new Comparison(op, comparison.threshold());
    }
}
