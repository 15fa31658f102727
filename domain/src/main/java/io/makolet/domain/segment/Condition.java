package io.makolet.domain.segment;

import io.makolet.domain.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who belongs: a tree over a customer's state and time. */
public sealed interface Condition {

    /** True if all parts are. */
    record All(List<Condition> parts) implements Condition {}

    /** True if any part is. */
    record Any(List<Condition> parts) implements Condition {}

    /** True if the part is false. */
    record Not(Condition part) implements Condition {}

    /** Membership of another segment. */
    record In(String segmentId) implements Condition {}

    /** A predicate over the profile; the text is as its author wrote it. */
    record Cel(Expr expression, String text) implements Condition {}

    /** An aggregate over matching events, compared. A sum or count of no events is 0; first and last of none are unknown. */
    record Aggregate(AggregateSpec spec, Function function, Comparison comparison) implements Condition {}

    /**
     * Age of the first or last matching event, compared with a span in milliseconds. Without a matching event it is
     * false, whatever the comparison.
     */
    record Recency(AggregateSpec spec, boolean first, Comparison comparison) implements Condition {}

    /** What is computed over the matching events. */
    enum Function {
        COUNT,
        SUM,
        FIRST,
        LAST
    }

    /**
     * Which events are kept, and what of them. Equal specifications share their state, whatever function reads it.
     *
     * @param eventTypes types of event that match, sorted and distinct
     * @param of the quantity taken of each event, or null where only its time matters
     * @param where further predicate over the event, or null
     * @param windowMillis length w of the sliding window {@code (t - w, t]}, or {@link #LIFETIME}
     */
    record AggregateSpec(
            List<String> eventTypes,
            @Nullable String of,
            @Nullable Expr where,
            @Nullable String whereText,
            long windowMillis) {

        /** Window of a whole life. */
        public static final long LIFETIME = -1;

        public AggregateSpec {
            eventTypes = eventTypes.stream().sorted().distinct().toList();
            if (eventTypes.isEmpty()) {
                throw new IllegalArgumentException("no event type, expected at least one");
            }
            if (windowMillis <= 0 && windowMillis != LIFETIME) {
                throw new IllegalArgumentException("window of " + windowMillis + " ms, expected a positive length");
            }
        }
    }
}
