package io.makolet.local;

/**
 * A rate of work that yields to others: it grows slowly while they wait no longer than they do without it, and is halved
 * when they do (additive increase would take too long from the least to the most; else as of Chiu and Jain, Analysis of the
 * increase and decrease algorithms for congestion avoidance, 1989). Not thread-safe.
 */
final class YieldingRate {

    /** It never stands still. */
    static final double LEAST_PER_SECOND = 20;

    /** Waits that are looked at together: one alone says little, for what is waited for comes in turns. */
    static final int TOGETHER = 5;

    /** Others may wait this much longer on the average than the least that was seen. */
    static final double LONGER_MILLIS = 50;

    private static final double FIRST_PER_SECOND = 200;
    private static final double GROWS = 1.15;
    private static final double SHRINKS = 0.5;

    private final double most;
    private double perSecond;
    private double least = Double.MAX_VALUE;
    private double sum;
    private int seen;

    /** @param most per second */
    YieldingRate(double most) {
        this.most = most;
        this.perSecond = Math.min(most, FIRST_PER_SECOND);
    }

    /** How long others wait now, milliseconds. */
    void saw(double waitMillis) {
        sum += waitMillis;
        if (++seen < TOGETHER) {
            return;
        }
        double mean = sum / seen;
        least = Math.min(least, mean);
        perSecond = mean > least + LONGER_MILLIS
                ? Math.max(LEAST_PER_SECOND, perSecond * SHRINKS)
                : Math.min(most, perSecond * GROWS);
        sum = 0;
        seen = 0;
    }

    /** Work per second that is allowed now. */
    double perSecond() {
        return Math.min(most, perSecond);
    }
}
