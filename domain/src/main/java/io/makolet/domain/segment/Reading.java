package io.makolet.domain.segment;

import io.makolet.domain.segment.Condition.Function;

/** What is read of a series. */
enum Reading {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    DISTINCT,
    FIRST,
    LAST,
    /** Instant of the first event, milliseconds UTC. */
    FIRST_TIME,
    /** Instant of the last event, milliseconds UTC. */
    LAST_TIME;

    static Reading of(Function function) {
        return switch (function) {
            case COUNT -> COUNT;
            case SUM -> SUM;
            case AVG -> AVG;
            case MIN -> MIN;
            case MAX -> MAX;
            case DISTINCT -> DISTINCT;
            case FIRST -> FIRST;
            case LAST -> LAST;
        };
    }

    /** Is it 0, and not unknown, where there is no event? */
    boolean isZeroOfNone() {
        return this == COUNT || this == SUM || this == DISTINCT;
    }
}
