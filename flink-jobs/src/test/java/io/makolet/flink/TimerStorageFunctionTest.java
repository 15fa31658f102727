package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.SegmentTransition;
import io.makolet.domain.definition.Definition;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which snapshots keep the timers when {@code state.backend.rocksdb.timer-service.factory} is, or becomes, another.
 *
 * <p>A canonical savepoint keeps them always, and a checkpoint all but those that go from RocksDB to the heap. Flink
 * refuses none of the others: it restores the states and silently drops the timers. A native savepoint drops even
 * those that stay on the heap.
 */
class TimerStorageFunctionTest {

    private static final int CUSTOMERS = 50;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Definition BOUGHT = Samples.frequent("bought", 0, 1, Duration.ofDays(1));

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    private enum Snapshot {
        CHECKPOINT,
        CANONICAL_SAVEPOINT,
        NATIVE_SAVEPOINT;

        SnapshotType type() {
            return switch (this) {
                case CHECKPOINT -> CheckpointType.CHECKPOINT;
                case CANONICAL_SAVEPOINT -> SavepointType.savepoint(SavepointFormatType.CANONICAL);
                case NATIVE_SAVEPOINT -> SavepointType.savepoint(SavepointFormatType.NATIVE);
            };
        }
    }

    @ParameterizedTest(name = "{0}, from {1} to {2}")
    @CsvSource({
        "CHECKPOINT, ROCKSDB, ROCKSDB",
        "CHECKPOINT, HEAP, HEAP",
        "CHECKPOINT, HEAP, ROCKSDB",
        "CANONICAL_SAVEPOINT, ROCKSDB, ROCKSDB",
        "CANONICAL_SAVEPOINT, HEAP, HEAP",
        "CANONICAL_SAVEPOINT, HEAP, ROCKSDB",
        "CANONICAL_SAVEPOINT, ROCKSDB, HEAP",
        "NATIVE_SAVEPOINT, ROCKSDB, ROCKSDB"
    })
    void keepsTimers(Snapshot snapshot, PriorityQueueStateType from, PriorityQueueStateType to) throws Exception {
        try (CustomerHarness harness = restored(snapshot, from, to)) {
            assertThat(harness.numEventTimeTimers()).isEqualTo(CUSTOMERS);
            harness.passTo(T + DAY + 5_000 + CUSTOMERS);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCustomerId)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, CUSTOMERS).mapToObj(i -> "c" + i).toList());
        }
    }

    @ParameterizedTest(name = "{0}, from {1} to {2}")
    @CsvSource({
        "CHECKPOINT, ROCKSDB, HEAP",
        "NATIVE_SAVEPOINT, ROCKSDB, HEAP",
        "NATIVE_SAVEPOINT, HEAP, HEAP",
        "NATIVE_SAVEPOINT, HEAP, ROCKSDB"
    })
    void losesTimersInFlink(Snapshot snapshot, PriorityQueueStateType from, PriorityQueueStateType to)
            throws Exception {
        try (CustomerHarness harness = restored(snapshot, from, to)) {
            assertThat(StoredCustomers.in(harness)).hasSize(CUSTOMERS);
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    private CustomerHarness restored(Snapshot snapshot, PriorityQueueStateType from, PriorityQueueStateType to)
            throws Exception {
        OperatorSubtaskState taken;
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, 0, null, backend(from))) {
            harness.publish(BOUGHT);
            harness.endOfBacklog(T);
            for (int i = 0; i < CUSTOMERS; i++) {
                harness.purchase("c" + i, "e" + i, T + i);
            }
            taken = harness.checkpoint(1, snapshot.type());
        }
        CustomerHarness harness = CustomerHarness.restored(surroundings, 0, taken, backend(to));
        harness.endOfBacklog(T + 1);
        return harness;
    }

    private static EmbeddedRocksDBStateBackend backend(PriorityQueueStateType timers) {
        EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(true);
        backend.setPriorityQueueStateType(timers);
        return backend;
    }
}
