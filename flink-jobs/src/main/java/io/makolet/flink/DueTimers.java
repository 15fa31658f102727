package io.makolet.flink;

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
    static final int TIMES_AS_LONG = 4;

    private final Service timers;
    private final int together;
    private final Turns turns;
    private long watermark = Long.MIN_VALUE;
    private int fired;

    /** Where the timers are. */
    interface Service {
        /** Fires those that are due, and stops after one when told to; false if it did. */
        boolean advance(long watermark, BooleanSupplier stop) throws Exception;
    }

    /** @param together how many are fired before others have their turn */
    DueTimers(Service timers, int together, ProcessingTimeService wallClock) {
        this.timers = timers;
        this.together = together;
        this.turns = new Turns(wallClock, this::fireSome);
    }

    /** The watermark has moved. */
    void advanceTo(long newWatermark) throws Exception {
        watermark = newWatermark;
        turns.begin();
    }

    /** Fires all that are still due. */
    void finish() throws Exception {
        if (turns.waiting()) {
            turns.end();
            timers.advance(watermark, () -> false);
        }
    }

    private double fireSome() throws Exception {
        fired = 0;
        if (timers.advance(watermark, () -> ++fired >= together)) {
            return Turns.DONE;
        }
        return TIMES_AS_LONG;
    }
}
