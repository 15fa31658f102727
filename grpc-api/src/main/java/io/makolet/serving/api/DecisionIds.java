package io.makolet.serving.api;

import java.util.concurrent.ThreadLocalRandom;

/** Unique ids of answers, in order of time: UUIDs of version 7 (RFC 9562). */
final class DecisionIds {

    private DecisionIds() {}

    /**
     * Writes a new one.
     *
     * @param wallTime milliseconds UTC
     */
    static void next(long wallTime, ThreadLocalRandom random, int field, OffersBytes out) {
        long high = wallTime << 16 | 0x7000 | random.nextInt(0x1000);
        long low = 1L << 63 | random.nextLong() >>> 2;
        out.uuid(field, high, low);
    }
}
