package io.makolet.local;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for something that nobody tells of. */
record Patience(long deadlineNanos) {

    private static final long POLL_NANOS = Duration.ofMillis(25).toNanos();

    /** From now on, for a time. */
    static Patience of(Duration time) {
        return new Patience(System.nanoTime() + time.toNanos());
    }

    /** Waits until something holds; false if the time is over first. */
    boolean until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
