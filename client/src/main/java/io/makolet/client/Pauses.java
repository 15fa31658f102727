package io.makolet.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Pauses between attempts: each twice as long as the one before, of different length for everybody. */
final class Pauses {

    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private Pauses() {}

    /** How long to pause after an attempt, the first being 1: half of its length at least, nanoseconds. */
    static long nanosAfter(int attempt) {
        long most = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(attempt - 1, MOST_DOUBLINGS));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    /** Pauses; false if it was interrupted. */
    static boolean pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !Thread.currentThread().isInterrupted();
    }
}
