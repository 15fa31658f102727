package io.makolet.serving.api;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Unique ids of answers, in order of time: UUIDs of version 7 (RFC 9562). */
final class DecisionIds {

    private DecisionIds() {}

    /** @param wallTime milliseconds UTC */
    static String next(long wallTime) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = wallTime << 16 | 0x7000 | random.nextInt(0x1000);
        long low = 1L << 63 | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
