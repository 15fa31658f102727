package io.makolet.flink;

import io.makolet.flink.LogEnds.BrokerException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks on a thread of its own, every 50 ms, where partitions end, and hands the latest answer to the thread that reads
 * them. So time goes on also where no records come.
 */
final class EndPoller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndPoller.class);
    private static final long INTERVAL_MILLIS = 50;
    private static final long PROBE_INTERVAL_MILLIS = 500;

    /**
     * An answer. Where the broker gave none, it only says that time goes on.
     *
     * @param wallTime instant not after any record that lies behind the ends, milliseconds UTC
     * @param ends first offset behind the end of each partition
     * @param nextRecords for positions that were asked about, offsets before which no record follows
     */
    record Answer(long wallTime, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> nextRecords) {}

    private final Supplier<LogEnds> logs;
    private final LongSupplier wallClock;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Answer> latest = new AtomicReference<>();
    private volatile Set<TopicPartition> partitions = Set.of();
    private volatile Map<TopicPartition, Long> stuck = Map.of();
    private volatile CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable RuntimeException failure;
    private long lastProbe;
    private boolean answering = true;

    /** @param logs gives what to ask, on the thread that asks */
    EndPoller(Supplier<LogEnds> logs, LongSupplier wallClock, String name) {
        this.logs = logs;
        this.wallClock = wallClock;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks about these partitions from now on. */
    void watch(Set<TopicPartition> newPartitions) {
        partitions = Set.copyOf(newPartitions);
    }

    /** Asks whether any records follow these positions. */
    void probe(Map<TopicPartition, Long> positions) {
        stuck = positions;
    }

    /** Completes when there is an answer to take. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /**
     * The latest answer, if it has not been taken yet. Only one thread may take.
     *
     * @throws IllegalStateException if there will be no more answers
     */
    @Nullable
    Answer take() {
        if (failure != null) {
            throw new IllegalStateException("nobody asks for the ends of partitions any more", failure);
        }
        if (latest.get() == null) {
            return null;
        }
        // First the new future, then the answer: an answer that comes between the two completes the new one.
        answered = new CompletableFuture<>();
        return latest.getAndSet(null);
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void run() {
        try (LogEnds log = logs.get()) {
            while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                latest.set(ask(log));
                answered.complete(null);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} stops", thread.getName());
        } catch (RuntimeException e) {
            failure = e;
            answered.complete(null);
        }
    }

    private Answer ask(LogEnds log) throws InterruptedException {
        long wallTime = wallClock.getAsLong();
        try {
            Set<TopicPartition> asked = partitions;
            Answer answer =
                    new Answer(wallTime, asked.isEmpty() ? Map.of() : log.endOffsets(asked), probed(log, wallTime));
            if (!answering) {
                LOG.info("the broker answers again");
                answering = true;
            }
            return answer;
        } catch (BrokerException e) {
            if (answering) {
                LOG.warn("the broker does not say where partitions end; time stands still where no records come", e);
                answering = false;
            }
            return new Answer(wallTime, Map.of(), Map.of());
        }
    }

    private Map<TopicPartition, Long> probed(LogEnds log, long wallTime) throws InterruptedException, BrokerException {
        Map<TopicPartition, Long> positions = stuck;
        if (positions.isEmpty() || wallTime - lastProbe < PROBE_INTERVAL_MILLIS) {
            return Map.of();
        }
        lastProbe = wallTime;
        return log.nextRecords(positions);
    }
}
