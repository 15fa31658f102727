package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Clock clock = new Clock();
    private final List<String> done = new ArrayList<>();
    private int left = 3;
    private final Turns turns = new Turns(clock, this::some);

    @AfterEach
    void stop() {
        clock.futures.shutdownNow();
    }

    private double some() {
        done.add("turn");
        return --left == 0 ? Turns.DONE : 1;
    }

    @Test
    void takesTurnsUntilNothingIsLeft() throws Exception {
        turns.begin();
        assertThat(turns.waiting()).isTrue();
        clock.due.get(0).onProcessingTime(1);
        clock.due.get(1).onProcessingTime(2);
        assertThat(turns.waiting()).isFalse();
        assertThat(done).hasSize(3);
        assertThat(clock.due).hasSize(2);
    }

    @Test
    void leavesOutATurnThatWasTakenBackThoughItComes() throws Exception {
        turns.begin();
        turns.end();
        clock.due.get(0).onProcessingTime(1);
        assertThat(done).hasSize(1);

        turns.begin();
        clock.due.get(0).onProcessingTime(2);
        assertThat(done).as("its own turn is still to come").hasSize(2);
        clock.due.get(1).onProcessingTime(3);
        assertThat(done).hasSize(3);
        assertThat(turns.waiting()).isFalse();
    }

    /** Nothing that is due can be taken back, as when it waits in the task's mailbox. */
    private static final class Clock implements ProcessingTimeService {

        private final ScheduledThreadPoolExecutor futures = new ScheduledThreadPoolExecutor(1);
        private final List<ProcessingTimeCallback> due = new ArrayList<>();

        @Override
        public org.apache.flink.util.clock.Clock getClock() {
            return new ManualClock();
        }

        @Override
        public long getCurrentProcessingTime() {
            return due.size();
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
        public ScheduledFuture<?> scheduleWithFixedDelay(
                ProcessingTimeCallback callback, long initialDelay, long period) {
            throw new UnsupportedOperationException("nothing is done with a fixed delay");
        }

        @Override
        public CompletableFuture<Void> quiesce() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
