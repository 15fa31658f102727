package io.makolet.domain.segment;

import org.jspecify.annotations.Nullable;

/**
 * A customer's membership of a segment changed.
 *
 * @param sequence counts this customer's transitions of this segment from 1, without gaps
 * @param effectiveAt instant of event time from which it holds, milliseconds UTC
 * @param eventId the event that did it; null where time or a definition did
 */
public record Transition(
        String segmentId,
        int definitionVersion,
        long sequence,
        Truth value,
        long effectiveAt,
        Cause cause,
        @Nullable String eventId) {

    /** What made it change. */
    public enum Cause {
        EVENT,
        TIMER,
        LATE,
        BACKFILL,
        MERGE,
        DEFINITION,
        CONSENT,
        ERASURE
    }
}
