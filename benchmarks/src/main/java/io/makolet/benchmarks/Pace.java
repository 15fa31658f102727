package io.makolet.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * An open loop: what is due is done at its time whether or not what came before is finished, and latencies count from
 * the time at which it was due.
 */
final class Pace {

    /** What is done, and when it was due. */
    interface Step {
        void run(long number, long dueNanos);
    }

    private final double perSecond;
    private final Histogram lag = new Histogram(3);

    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Does as many steps as the rate gives for a time. */
    void run(double seconds, Step step) {
        long steps = Math.round(perSecond * seconds);
        long start = System.nanoTime();
        for (long number = 0; number < steps && !Thread.currentThread().isInterrupted(); number++) {
            long due = start + (long) (number * 1e9 / perSecond);
            waitUntil(due);
            lag.recordValue(Math.max(0, System.nanoTime() - due));
            step.run(number, due);
        }
    }

    /** Returns after a time, or when the thread is interrupted. */
    static void pause(double seconds) {
        waitUntil(System.nanoTime() + (long) (seconds * 1e9));
    }

    private static void waitUntil(long nanos) {
        long left = nanos - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = nanos - System.nanoTime();
        }
    }

    /** How late the steps began. */
    Histogram lag() {
        return lag;
    }
}
