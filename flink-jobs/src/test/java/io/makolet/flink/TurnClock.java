package io.makolet.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.ManualClock;

/**
 * A task's wall clock that goes on by a step whenever somebody looks at it. Nothing that is due can be taken back, as when
 * it waits in the task's mailbox.
 */
final class TurnClock implements ProcessingTimeService, AutoCloseable {

    /** What is due, in the order in which it was asked for. */
    final List<ProcessingTimeCallback> due = new ArrayList<>();

    private final ScheduledThreadPoolExecutor futures = new ScheduledThreadPoolExecutor(1);
    private final long step;
    private long now;

    /** @param step milliseconds */
    TurnClock(long step) {
        this.step = step;
    }

    @Override
    public Clock getClock() {
        return new ManualClock();
    }

    @Override
    public long getCurrentProcessingTime() {
        now += step;
        return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
        due.add(target);
        return futures.schedule(new FutureTask<>(() -> null), 1, TimeUnit.DAYS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(ProcessingTimeCallback callback, long initialDelay, long period) {
        throw new UnsupportedOperationException("nothing is done at a fixed rate");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(ProcessingTimeCallback callback, long initialDelay, long period) {
        throw new UnsupportedOperationException("nothing is done with a fixed delay");
    }

    @Override
    public CompletableFuture<Void> quiesce() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        futures.shutdownNow();
    }
}
