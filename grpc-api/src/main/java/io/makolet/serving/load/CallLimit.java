package io.makolet.serving.load;

import java.util.Arrays;

/**
 * How many calls may be open at a time, wherever they wait: as many as are served in the time that a call may wait (Little's
 * law), by the best tenth of a second of the last second. For one thread.
 */
final class CallLimit {

    /** While calls don't have to wait, nobody knows how many could be served: then as many as there may be in a pause. */
    static final int FIRST = 1_024;

    /** A call should be answered so soon after it came, and the network's round trip should fit in, nanoseconds. */
    static final long TARGET_NANOS = 20_000_000;

    private static final int LEAST = 64;
    private static final int MOST = 8_192;

    private final double[] perNano = new double[10];
    private int next;
    /** How many tenths of a second ago calls had to wait, or more than are looked at. */
    private int calm = perNano.length;

    private int calls = FIRST;
    private final int[] lately = new int[perNano.length];
    private int mostWaiting = 2 * FIRST;

    CallLimit() {
        Arrays.fill(lately, FIRST);
    }

    /** So many calls may be open. */
    int calls() {
        return calls;
    }

    /** So many may wait here before the next one is turned away: callers learn of a limit only after a while, a second at most. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** So many may wait here before the next one that has time is turned away. */
    int mostWaitingWithTime() {
        return calls / 2;
    }

    /**
     * Takes in what was seen since the last time.
     *
     * @param served calls
     * @param nanos within which
     * @param busy did calls wait most of that time?
     */
    void adjust(int served, long nanos, boolean busy) {
        perNano[next] = (double) served / nanos;
        lately[next] = calls;
        mostWaiting = 2 * Arrays.stream(lately).max().orElse(FIRST);
        next = (next + 1) % perNano.length;
        calm = busy ? 0 : Math.min(perNano.length, calm + 1);
        if (calm == perNano.length) {
            calls = FIRST;
            return;
        }
        double best = 0;
        for (double rate : perNano) {
            best = Math.max(best, rate);
        }
        calls = (int) Math.min(MOST, Math.max(LEAST, best * TARGET_NANOS));
    }
}
