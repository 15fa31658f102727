package io.makolet.flink;

import java.time.Duration;
import java.time.Instant;

/** Which event times are believed. */
final class EventTimes {

    /** How far an event may lie behind the broker's append time in the future. */
    static final long MAX_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

    /** How long absences wait for events that come out of order. */
    static final long OUT_OF_ORDERNESS_MILLIS = Duration.ofSeconds(5).toMillis();

    /** Events older than this never happened in a shop with a web site: the producer's clock or unit is wrong. */
    static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final long EARLIEST_MILLIS = EARLIEST.toEpochMilli();

    private EventTimes() {}

    /** The event time, at most five minutes after the append time. */
    static long clamp(long eventTime, long appendTime) {
        return Math.min(eventTime, appendTime + MAX_AHEAD_MILLIS);
    }

    /** Is it old beyond belief? */
    static boolean tooOld(long eventTime) {
        return eventTime < EARLIEST_MILLIS;
    }
}
