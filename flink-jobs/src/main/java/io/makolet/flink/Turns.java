package io.makolet.flink;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/** Does work some at a time: events and barriers go in between, so that nobody waits for all of it. */
final class Turns {

    /** The others' turn is not shorter than this. */
    static final long LEAST_PAUSE_MILLIS = 1;

    /** Answer of work of which nothing is left. */
    static final double DONE = 0;

    private final ProcessingTimeService wallClock;
    private final Work work;
    private @Nullable ScheduledFuture<?> next;
    private int turn;

    /** What is to be done. */
    interface Work {
        /** Does some of it; how many times as long as that took the others have their turn then, or {@link #DONE}. */
        double some() throws Exception;
    }

    Turns(ProcessingTimeService wallClock, Work work) {
        this.wallClock = wallClock;
        this.work = work;
    }

    /** There is something to do: it has its turn now, unless it waits for one. */
    void begin() throws Exception {
        if (next == null) {
            turn();
        }
    }

    /** Is there something that waits for its turn? */
    boolean waiting() {
        return next != null;
    }

    /** Nothing is left: it was done otherwise. */
    void end() {
        if (next != null) {
            next.cancel(false);
            next = null;
            turn++;
        }
    }

    private void turn() throws Exception {
        long begin = wallClock.getCurrentProcessingTime();
        double timesAsLong = work.some();
        if (timesAsLong == DONE) {
            next = null;
            return;
        }
        long now = wallClock.getCurrentProcessingTime();
        long later = now + Math.max(LEAST_PAUSE_MILLIS, (long) (timesAsLong * (now - begin)));
        int following = ++turn;
        next = wallClock.registerTimer(later, time -> take(following));
    }

    /** One that was taken back may come all the same, where it waited in the mailbox already. */
    private void take(int following) throws Exception {
        if (following == turn) {
            turn();
        }
    }
}
