package io.makolet.flink;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions as Kafka's own reader does, watches what it emits, and tells how far the log is complete.
 *
 * <p>What is told is up to {@link Progress}; this class keeps the clocks and sees to it that Flink asks for progress also
 * when no records come.
 */
@SuppressWarnings("try") // close may throw what the wrapped reader's may: any exception, so also InterruptedException
final class LogReader implements SourceReader<LogRecord, KafkaPartitionSplit> {

    /** Tells downstream how far the log is complete. */
    interface Progress {
        /** Something was learned about the ends of partitions. */
        void tell(LogClock clock, EndPoller.Answer answer, ReaderOutput<LogRecord> output);
    }

    private static final CompletableFuture<Void> AVAILABLE = CompletableFuture.completedFuture(null);

    private final SourceReader<LogRecord, KafkaPartitionSplit> kafka;
    private final EndPoller ends;
    private final LogClock clock;
    private final Progress progress;
    private final Map<String, PartitionClock> clocksBySplit = new HashMap<>();
    private final Set<TopicPartition> partitions = new HashSet<>();
    private @Nullable WatchedOutput output;

    LogReader(SourceReader<LogRecord, KafkaPartitionSplit> kafka, EndPoller ends, LogClock clock, Progress progress) {
        this.kafka = kafka;
        this.ends = ends;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public void start() {
        kafka.start();
        ends.start();
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        for (KafkaPartitionSplit split : splits) {
            // A negative offset stands for the earliest: no record lies before 0.
            long position = Math.max(0, split.getStartingOffset());
            PartitionClock partition = clock.add(split.getTopicPartition(), position);
            if (split instanceof ClockedSplit clocked) {
                partition.restore(clocked);
            }
            clocksBySplit.put(split.splitId(), partition);
            partitions.add(split.getTopicPartition());
        }
        ends.watch(partitions);
        kafka.addSplits(splits);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<LogRecord> target) throws Exception {
        WatchedOutput watched = output;
        if (watched == null || watched.target != target) {
            watched = new WatchedOutput(target);
            output = watched;
        }
        EndPoller.Answer answer = ends.take();
        if (answer != null) {
            clock.skipTo(answer.nextRecords());
            clock.endAt(answer.ends(), answer.wallTime());
            ends.probe(clock.stuck(answer.wallTime()));
            progress.tell(clock, answer, target);
        }
        return kafka.pollNext(watched);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        CompletableFuture<Void> records = kafka.isAvailable();
        CompletableFuture<Void> answer = ends.answered();
        return records.isDone() || answer.isDone()
                ? AVAILABLE
                : CompletableFuture.anyOf(records, answer).thenApply(any -> null);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return kafka.snapshotState(checkpointId).stream()
                .<KafkaPartitionSplit>map(split -> ClockedSplit.of(split, clocksBySplit.get(split.splitId())))
                .toList();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        kafka.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        kafka.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
        kafka.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        kafka.handleSourceEvents(event);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        kafka.pauseOrResumeSplits(toPause, toResume);
    }

    @Override
    public void close() throws Exception {
        ends.close();
        kafka.close();
    }

    /** Notes in the clocks what goes by. */
    private final class WatchedOutput implements ReaderOutput<LogRecord> {

        private final ReaderOutput<LogRecord> target;

        WatchedOutput(ReaderOutput<LogRecord> target) {
            this.target = target;
        }

        @Override
        public SourceOutput<LogRecord> createOutputForSplit(String splitId) {
            PartitionClock partition = clocksBySplit.get(splitId);
            if (partition == null) {
                throw new IllegalStateException("split " + splitId + ", expected one of " + clocksBySplit.keySet());
            }
            return new WatchedSplit(target.createOutputForSplit(splitId), partition);
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            target.releaseOutputForSplit(splitId);
        }

        @Override
        public void collect(LogRecord record) {
            target.collect(record);
        }

        @Override
        public void collect(LogRecord record, long timestamp) {
            target.collect(record, timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            target.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            target.markIdle();
        }

        @Override
        public void markActive() {
            target.markActive();
        }
    }

    /** Notes in the clock of one partition what goes by. */
    private static final class WatchedSplit implements SourceOutput<LogRecord> {

        private final SourceOutput<LogRecord> target;
        private final PartitionClock partition;

        WatchedSplit(SourceOutput<LogRecord> target, PartitionClock partition) {
            this.target = target;
            this.partition = partition;
        }

        @Override
        public void collect(LogRecord record) {
            collect(record, record.eventTime());
        }

        @Override
        public void collect(LogRecord record, long timestamp) {
            switch (record.kind()) {
                case TIMED -> {
                    target.collect(record, record.eventTime());
                    partition.read(record.offset(), record.eventTime(), record.appendTime());
                }
                case UNTIMED -> {
                    target.collect(record, record.eventTime());
                    partition.readUntimed(record.offset(), record.appendTime());
                }
                case HEARTBEAT ->
                    partition.readHeartbeat(record.offset(), record.eventTime(), record.appendTime(), false);
                case HEARTBEAT_OF_MORE ->
                    partition.readHeartbeat(record.offset(), record.eventTime(), record.appendTime(), true);
                case END_OF_BACKLOG, STATED, ASSIGNED, MOVED, RELEASED, RUN ->
                    throw new IllegalStateException(record.kind() + " in the log, at offset " + record.offset());
            }
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            target.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            target.markIdle();
        }

        @Override
        public void markActive() {
            target.markActive();
        }
    }
}
