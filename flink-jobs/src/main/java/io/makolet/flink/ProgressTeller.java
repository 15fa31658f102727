package io.makolet.flink;

import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Tells readers of the views how far they are complete: when the watermark has moved, but at most every 50 ms. It goes on
 * from what the run before had reached: all of that is in the restored state.
 */
final class ProgressTeller {

    /** Least time between two tellings. */
    static final long INTERVAL_MILLIS = 50;

    private final ViewProgressRecords records;
    private final ProcessingTimeService wallClock;
    private final Consumer<TopicRecord> output;
    private long attempt;
    private long completeThrough;
    private long evaluatedThrough;
    private boolean begun;
    private boolean scheduled;
    private long told = Long.MIN_VALUE;
    private long toldEvaluated = Long.MIN_VALUE;
    private long toldAt = Long.MIN_VALUE;

    ProgressTeller(
            ViewProgressRecords records,
            ProcessingTimeService wallClock,
            RunState restored,
            Consumer<TopicRecord> output) {
        this.records = records;
        this.wallClock = wallClock;
        this.output = output;
        this.attempt = restored.progressAttempt();
        this.completeThrough = restored.completeThrough();
        this.evaluatedThrough = restored.evaluatedThrough();
    }

    /** From now on there is something to tell, under this number of the run. */
    void begin(long newAttempt) {
        attempt = newAttempt;
        begun = true;
        tellSoon();
    }

    /** The watermark has moved. */
    void advanceTo(long watermark) {
        if (watermark > completeThrough) {
            completeThrough = watermark;
            tellSoon();
        }
    }

    /** Everybody has been evaluated for all definitions up to an offset of their topic. */
    void evaluated(long through) {
        if (through > evaluatedThrough) {
            evaluatedThrough = through;
            tellSoon();
        }
    }

    /** Offset of the definitions for which everybody has been evaluated, or -1. */
    long evaluatedThrough() {
        return evaluatedThrough;
    }

    /** Instant through which the views are complete, or {@link Long#MIN_VALUE}. */
    long completeThrough() {
        return completeThrough;
    }

    /** The number under which progress was told last. */
    long attempt() {
        return attempt;
    }

    private void tellSoon() {
        boolean news = completeThrough != told || evaluatedThrough != toldEvaluated;
        if (!begun || scheduled || completeThrough == Long.MIN_VALUE || !news) {
            return;
        }
        long now = wallClock.getCurrentProcessingTime();
        if (toldAt == Long.MIN_VALUE || now - toldAt >= INTERVAL_MILLIS) {
            tell(now);
        } else {
            scheduled = true;
            ScheduledFuture<?> unused = wallClock.registerTimer(toldAt + INTERVAL_MILLIS, time -> {
                scheduled = false;
                tell(wallClock.getCurrentProcessingTime());
            });
        }
    }

    private void tell(long now) {
        records.of(attempt, completeThrough, evaluatedThrough, now).forEach(output);
        told = completeThrough;
        toldEvaluated = evaluatedThrough;
        toldAt = now;
    }
}
