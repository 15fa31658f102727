package io.makolet.flink;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.Explanation;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.definition.Definition;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.StageOperator.Writers;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractBroadcastStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** A customer operator by itself, with what goes in and comes out in the words of tests. */
final class CustomerHarness extends AbstractBroadcastStreamOperatorTestHarness<LogRecord, LogRecord, TopicRecord> {

    /** An instant in the life of tests. */
    static final long T = 1_700_000_000_000L;

    private static final int MAX_PARALLELISM = 128;

    private final List<String> gone = new ArrayList<>();
    private long offset;
    private long lastDefinition = -1;

    private CustomerHarness(Surroundings surroundings, long cacheBytes, int parallelism, int subtask) throws Exception {
        super(new CustomerOperator(surroundings, cacheBytes, Writers.ALONE), MAX_PARALLELISM, parallelism, subtask);
        config.setStatePartitioner(0, (KeySelector<LogRecord, String>) LogRecord::key);
        config.setStateKeySerializer(Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
        config.serializeAllConfigs();
    }

    /** One operator that starts with nothing. */
    static CustomerHarness fresh(Surroundings surroundings, long cacheBytes) throws Exception {
        return restored(surroundings, cacheBytes, null);
    }

    /** An operator that has read definitions. */
    static CustomerHarness started(Surroundings surroundings, long cacheBytes, Definition... definitions)
            throws Exception {
        CustomerHarness harness = fresh(surroundings, cacheBytes);
        harness.publish(definitions);
        harness.endOfBacklog(T);
        return harness;
    }

    /** One operator that goes on from a snapshot. */
    static CustomerHarness restored(Surroundings surroundings, long cacheBytes, @Nullable OperatorSubtaskState snapshot)
            throws Exception {
        return restored(surroundings, cacheBytes, snapshot, 1, 0);
    }

    /** One of several operators that go on from a snapshot of one. */
    static CustomerHarness restored(
            Surroundings surroundings,
            long cacheBytes,
            @Nullable OperatorSubtaskState snapshot,
            int parallelism,
            int subtask)
            throws Exception {
        return restored(surroundings, cacheBytes, snapshot, parallelism, subtask, new EmbeddedRocksDBStateBackend());
    }

    /** One operator over a state backend of the test's own that goes on from a snapshot. */
    static CustomerHarness restored(
            Surroundings surroundings,
            long cacheBytes,
            @Nullable OperatorSubtaskState snapshot,
            EmbeddedRocksDBStateBackend backend)
            throws Exception {
        return restored(surroundings, cacheBytes, snapshot, 1, 0, backend);
    }

    private static CustomerHarness restored(
            Surroundings surroundings,
            long cacheBytes,
            @Nullable OperatorSubtaskState snapshot,
            int parallelism,
            int subtask,
            EmbeddedRocksDBStateBackend backend)
            throws Exception {
        CustomerHarness harness = new CustomerHarness(surroundings, cacheBytes, parallelism, subtask);
        harness.setStateBackend(backend);
        harness.setup(TopicRecordSerializer.INSTANCE);
        if (snapshot != null) {
            harness.initializeState(
                    parallelism == 1
                            ? snapshot
                            : repartitionOperatorState(snapshot, MAX_PARALLELISM, 1, parallelism, subtask));
        }
        harness.setProcessingTime(T);
        harness.open();
        return harness;
    }

    /** A record comes in a topic, appended at {@link #T}. */
    void send(Topic topic, String key, byte @Nullable [] value) throws Exception {
        send(topic, key, value, T, T);
    }

    /** The same, with other times. */
    void send(Topic topic, String key, byte @Nullable [] value, long appendTime, long eventTime) throws Exception {
        LogRecord record = new LogRecord(Kind.TIMED, topic, 0, offset++, appendTime, eventTime, key, value);
        if (topic == Topic.DEFINITIONS) {
            lastDefinition = record.offset();
            processBroadcastElement(record, T);
        } else {
            processElement(record, T);
        }
    }

    void purchase(String customer, String eventId, long time) throws Exception {
        send(Topic.PURCHASES, customer, Samples.purchase(eventId, time));
    }

    void publish(Definition... definitions) throws Exception {
        for (Definition definition : definitions) {
            send(Topic.DEFINITIONS, definition.key(), Samples.definition(definition));
        }
    }

    /** Offset of the last definition that came; -1 before the first. */
    long lastDefinition() {
        return lastDefinition;
    }

    /** Offset of the last record that came. */
    long lastOffset() {
        return offset - 1;
    }

    /** All definitions that were there before have come, as the source says at an instant of the wall clock. */
    void endOfBacklog(long wallTime) throws Exception {
        processBroadcastElement(LogRecord.endOfBacklog(Topic.DEFINITIONS, lastDefinition, wallTime), wallTime);
        getTwoInputOperator().processWatermarkStatus2(WatermarkStatus.IDLE);
    }

    /** Time passes to a watermark, and all timers that are due have had their turn. */
    void passTo(long watermark) throws Exception {
        processWatermark(watermark);
        int waiting;
        do {
            waiting = numEventTimeTimers();
            setProcessingTime(getProcessingTime() + Turns.LEAST_PAUSE_MILLIS);
        } while (numEventTimeTimers() < waiting);
    }

    /** The operator as it would be snapshotted at a barrier. */
    OperatorSubtaskState checkpoint(long id) throws Exception {
        prepareSnapshotPreBarrier(id);
        return snapshot(id, T);
    }

    /** Number of customers of whom Flink's state has something. */
    long customers() {
        try (Stream<String> keys = backend().getKeys("customer", VoidNamespace.INSTANCE)) {
            return keys.count();
        }
    }

    /** Where the operator keeps its keyed state. */
    KeyedStateBackend<String> backend() {
        return getOperator().getKeyedStateBackend();
    }

    /** The operator as it would be snapshotted at the barrier of a checkpoint or savepoint. */
    OperatorSubtaskState checkpoint(long id, SnapshotType type) throws Exception {
        prepareSnapshotPreBarrier(id);
        return snapshotWithLocalState(id, T, type).getJobManagerOwnedState();
    }

    /** Whose tombstones were among what {@link #takeOutput} took since the last time. */
    List<String> takeGone() {
        List<String> taken = List.copyOf(gone);
        gone.clear();
        return taken;
    }

    /** What came out since the last time, in order: views and progress. */
    List<SpecificRecord> takeOutput() {
        List<SpecificRecord> taken = new ArrayList<>();
        while (!getOutput().isEmpty()) {
            if (getOutput().poll() instanceof StreamRecord<?> record) {
                TopicRecord out = (TopicRecord) record.getValue();
                if (out.value() == null) {
                    gone.add(new String(Objects.requireNonNull(out.key()), StandardCharsets.UTF_8));
                } else {
                    taken.add(TestLog.decode(out.value()));
                }
            }
        }
        return taken;
    }

    List<CustomerView> takeViews() {
        return only(CustomerView.class, takeOutput());
    }

    List<ViewProgress> takeProgress() {
        return only(ViewProgress.class, takeOutput());
    }

    List<SegmentTransition> takeTransitions() {
        return takeAll(SegmentTransition.class, getSideOutput(CustomerOperator.TRANSITIONS));
    }

    List<Explanation> takeExplanations() {
        return takeAll(Explanation.class, getSideOutput(Explanations.OUTPUT));
    }

    List<DeadLetter> takeDeadLetters() {
        return takeAll(DeadLetter.class, getSideOutput(DeadLetters.OUTPUT));
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator does not close", e);
        }
    }

    private static <T> List<T> takeAll(Class<T> type, @Nullable Queue<StreamRecord<TopicRecord>> output) {
        List<T> taken = new ArrayList<>();
        while (output != null && !output.isEmpty()) {
            taken.add(type.cast(TestLog.decode(output.remove().getValue().value())));
        }
        return taken;
    }

    private static <T> List<T> only(Class<T> type, List<?> all) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
