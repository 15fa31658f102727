package io.makolet.serving.catalog;

import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Truth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may see an offer: a tree over live segments. */
sealed interface Eligibility {

    /** May a customer see it? Unknown is no. */
    Truth test(Standing standing);

    /** Everybody. */
    record Everybody() implements Eligibility {
        @Override
        public Truth test(Standing standing) {
            return Truth.TRUE;
        }
    }

    /** Those for whom all parts hold. */
    record All(List<Eligibility> parts) implements Eligibility {
        @Override
        public Truth test(Standing standing) {
            Truth result = Truth.TRUE;
            for (int i = 0; i < parts.size() && result != Truth.FALSE; i++) {
                result = result.and(parts.get(i).test(standing));
            }
            return result;
        }
    }

    /** Those for whom any part holds. */
    record Any(List<Eligibility> parts) implements Eligibility {
        @Override
        public Truth test(Standing standing) {
            Truth result = Truth.FALSE;
            for (int i = 0; i < parts.size() && result != Truth.TRUE; i++) {
                result = result.or(parts.get(i).test(standing));
            }
            return result;
        }
    }

    /** Those for whom the part does not hold. */
    record Not(Eligibility part) implements Eligibility {
        @Override
        public Truth test(Standing standing) {
            return part.test(standing).not();
        }
    }

    /** Members of a segment; of a segment that is not live nobody is known to be a member or not. */
    record In(@Nullable LiveSegment segment) implements Eligibility {
        @Override
        public Truth test(Standing standing) {
            return segment == null ? Truth.UNKNOWN : standing.membership(segment);
        }
    }

    /**
     * The tree of a condition.
     *
     * @throws IllegalArgumentException if it has a condition that isn't over segments
     */
    static Eligibility of(@Nullable Condition condition, Map<String, LiveSegment> live) {
        if (condition == null) {
            return new Everybody();
        }
        if (condition instanceof Condition.All all) {
            return new All(all.parts().stream().map(part -> of(part, live)).toList());
        }
        if (condition instanceof Condition.Any any) {
            return new Any(any.parts().stream().map(part -> of(part, live)).toList());
        }
        if (condition instanceof Condition.Not not) {
            return new Not(of(not.part(), live));
        }
        if (condition instanceof Condition.In in) {
            return new In(live.get(in.segmentId()));
        }
        throw new IllegalArgumentException("condition " + condition.getClass().getSimpleName()
                + " in the eligibility of an offer, expected only all, any, not and in");
    }
}
