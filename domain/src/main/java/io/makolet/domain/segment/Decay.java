package io.makolet.domain.segment;

import org.jspecify.annotations.Nullable;

/**
 * How much more later events weigh than earlier ones: twice as much a half-life later. The time axis, from the epoch on, is
 * divided into cells of a half-life and these into {@value #STEPS} steps; an event counts as of the beginning of its step,
 * which is 0.3 % too little at most.
 *
 * @param halfLifeMillis length of a cell, milliseconds
 * @param weight number field of an event that says what it weighs; null where each weighs 1
 */
record Decay(long halfLifeMillis, @Nullable String weight) {

    private static final int STEPS = 256;

    /** What an event weighs as seen from the beginning of its cell, by step, with 16 bits behind the point. Persisted. */
    private static final int[] FACTORS = factors();

    private static int[] factors() {
        int[] factors = new int[STEPS];
        for (int step = 0; step < STEPS; step++) {
            factors[step] = (int) StrictMath.rint(StrictMath.pow(2, 16 + (double) step / STEPS));
        }
        return factors;
    }

    /** Number of the cell that an instant lies in. */
    long cell(long time) {
        return Math.floorDiv(time, halfLifeMillis);
    }

    /** What an event weighs as seen from the beginning of its cell, times 65,536. */
    int factor(long time) {
        return FACTORS[(int) (Math.floorMod(time, halfLifeMillis) * STEPS / halfLifeMillis)];
    }
}
