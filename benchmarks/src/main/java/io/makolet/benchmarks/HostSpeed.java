package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How fast the host lets this machine be, by a fixed piece of work: a shared host slows it down without saying so.
 *
 * @param beforeMillis the work took before the measurement
 * @param afterMillis the work took after it
 */
public record HostSpeed(
        @JsonProperty("before_ms") double beforeMillis,
        @JsonProperty("after_ms") double afterMillis) {

    private static final int ROUNDS = 10;
    private static final int STEPS = 20_000_000;

    /** Runs the work until the compiler has settled: before that, it tells of the compiler and not of the host. */
    static void warmUp() {
        loopMillis();
    }

    /** Milliseconds that the work takes now, the best of some rounds; to be warmed up before. */
    static double loopMillis() {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long x = round;
            for (int i = 0; i < STEPS; i++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
            }
            long took = System.nanoTime() - start;
            best = x == 0 ? best : Math.min(best, took);
        }
        return Math.round(best / 1e4) / 100.0;
    }

    /** The greater of the two over the smaller. */
    double spread() {
        return Math.max(beforeMillis, afterMillis) / Math.min(beforeMillis, afterMillis);
    }
}
