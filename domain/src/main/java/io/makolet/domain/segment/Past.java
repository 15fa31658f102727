package io.makolet.domain.segment;

import java.util.HashSet;
import java.util.Set;

/**
 * What has to be read of the past so that some aggregates and sequences of a plan are as if they had always been there.
 *
 * @param eventTypes types of the events that they take
 * @param reach how far back they look, milliseconds; {@link Long#MAX_VALUE} where there is no bound
 */
public record Past(Set<String> eventTypes, long reach) {

    private static final long DAY = 24L * 60 * 60 * 1000;

    public Past {
        eventTypes = Set.copyOf(eventTypes);
    }

    /** Persisted ids of the aggregates and sequences that a plan keeps and an earlier one did not. */
    public static Set<Long> missing(SegmentPlan before, SegmentPlan plan) {
        Set<Long> missing = plan.kept();
        missing.removeAll(before.kept());
        return missing;
    }

    /** Of the aggregates and sequences with such ids. */
    public static Past of(SegmentPlan plan, Set<Long> ids) {
        Set<String> types = new HashSet<>();
        long reach = 0;
        for (AggregatePlan aggregate : plan.aggregates()) {
            if (ids.contains(aggregate.id())) {
                types.addAll(aggregate.spec().match().eventTypes());
                if (aggregate.spec().since() != null) {
                    types.addAll(aggregate.spec().since().eventTypes());
                }
                reach = Math.max(reach, reach(aggregate.spec().window()));
            }
        }
        for (SequencePlan sequence : plan.sequences()) {
            if (ids.contains(sequence.id())) {
                types.addAll(sequence.eventTypes());
                reach = Math.max(reach, Series.addSaturating(sequence.over(), sequence.within()));
            }
        }
        return new Past(types, reach);
    }

    private static long reach(Window window) {
        if (window instanceof Window.Sliding sliding) {
            return sliding.millis();
        }
        if (window instanceof Window.Calendar calendar) {
            return DAY
                    * switch (calendar.period()) {
                        case DAY -> 1;
                        case WEEK -> 7;
                        case MONTH -> 31;
                        case QUARTER -> 92;
                        case YEAR -> 366;
                    };
        }
        return Series.NEVER;
    }
}
