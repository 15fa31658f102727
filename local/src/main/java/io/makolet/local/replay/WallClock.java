package io.makolet.local.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time of the wall, which only the pace of sending depends on. */
public interface WallClock {

    /** Nanoseconds since some fixed moment. */
    long nanos();

    /** Returns at about the given time of {@link #nanos()}. */
    void waitUntil(long nanos);

    /** Milliseconds since the epoch. */
    long millis();

    /** The machine's. */
    WallClock SYSTEM = new WallClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void waitUntil(long nanos) {
            long left = nanos - System.nanoTime();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
                left = nanos - System.nanoTime();
            }
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    };
}
