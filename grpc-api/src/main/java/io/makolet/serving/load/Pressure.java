package io.makolet.serving.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Do calls that can't wait have to? Then work that can makes room. Thread safe. */
public final class Pressure {

    private static final long LASTS_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();
    /** Who can wait isn't forgotten: some of the work is done however much else there is. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

    private volatile long felt = System.nanoTime() - LASTS_NANOS;

    /** Calls wait. */
    void felt() {
        felt = System.nanoTime();
    }

    /** Has a call waited just now? */
    public boolean isFelt() {
        return System.nanoTime() - felt < LASTS_NANOS;
    }

    /** Returns when there is time, or after a second. */
    public void awaitTime() {
        long start = System.nanoTime();
        while (isFelt()
                && System.nanoTime() - start < LONGEST_NANOS
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
