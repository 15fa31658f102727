package io.makolet.flink;

import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Fires the timers that the watermark has passed, some at a time: events and barriers go in between. So a million customers
 * whose memberships end at one instant hold nobody else up. What serving tells of them meanwhile is right anyway: a lease
 * says when a membership ends.
 */
final class DueTimers {

    /** Timers that are fired before others have their turn: a millisecond or two of work. */
    static final int TOGETHER = 25;

    /**
     * The others' turn is so many times as long as the timers' was. What timers do goes on to the log and to serving, where
     * it stands before what others do: half of the time for each made others wait five times as long as without.
     */
    static final long TIMES_AS_LONG = 4;

    /** And not shorter than this. */
    static final long LEAST_PAUSE_MILLIS = 1;

    private final Service timers;
    private final int together;
    private final ProcessingTimeService wallClock;
    private final Listener listener;
    private long watermark = Long.MIN_VALUE;
    private boolean waiting;
    private int fired;

    /** Where the timers are. */
    interface Service {
        /** Fires those that are due, and stops after one when told to; false if it did. */
        boolean advance(long watermark, BooleanSupplier stop) throws Exception;
    }

    /** Is told when all timers up to a watermark have been fired. */
    interface Listener {
        void passed(long watermark);
    }

    /** @param together how many are fired before others have their turn */
    DueTimers(Service timers, int together, ProcessingTimeService wallClock, Listener listener) {
        this.timers = timers;
        this.together = together;
        this.wallClock = wallClock;
        this.listener = listener;
    }

    /** The watermark has moved. */
    void advanceTo(long newWatermark) throws Exception {
        watermark = newWatermark;
        if (!waiting) {
            fireSome();
        }
    }

    /** Fires all that are still due. */
    void finish() throws Exception {
        if (waiting) {
            waiting = false;
            timers.advance(watermark, () -> false);
            listener.passed(watermark);
        }
    }

    private void fireSome() throws Exception {
        long begin = wallClock.getCurrentProcessingTime();
        fired = 0;
        if (timers.advance(watermark, () -> ++fired >= together)) {
            waiting = false;
            listener.passed(watermark);
            return;
        }
        waiting = true;
        long now = wallClock.getCurrentProcessingTime();
        long later = now + Math.max(LEAST_PAUSE_MILLIS, TIMES_AS_LONG * (now - begin));
        ScheduledFuture<?> unused = wallClock.registerTimer(later, time -> nextTurn());
    }

    private void nextTurn() throws Exception {
        if (waiting) {
            fireSome();
        }
    }
}
