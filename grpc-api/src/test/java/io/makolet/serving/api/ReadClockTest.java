package io.makolet.serving.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.serving.api.ReadClock.Mode;
import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.PartitionState;
import io.makolet.serving.store.StoreBatch;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadClockTest {

    private static final int PARTITIONS = 8;
    private static final long WALL = 1_000_000;

    @TempDir
    Path directory;

    private ViewStore store;

    @BeforeEach
    void open() {
        store = ViewStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void knowsNothingBeforeTheLogIsKnown() {
        assertThat(clock(Mode.LOG).completeThrough()).isEqualTo(ReadClock.UNKNOWN);
        assertThat(clock(Mode.WALL).behindMillis()).isEmpty();
        assertThat(clock(Mode.WALL).read(utf8("dana"), ReadClock.UNKNOWN)).isEqualTo(new ReadTime(WALL, true));
    }

    @Test
    void goesByTheCustomersOwnPartition() {
        store.rebuildFor(new LogIdentity("cluster", "topic", PARTITIONS));
        completeThroughTenTimesTheirNumber(PARTITIONS);
        ReadClock clock = clock(Mode.LOG);
        for (int i = 0; i < 100; i++) {
            byte[] key = utf8("לקוח-" + i);
            int partition = BuiltInPartitioner.partitionForKey(key, PARTITIONS);
            assertThat(clock.read(key, ReadClock.UNKNOWN).asOf()).isEqualTo(partition * 10L);
        }
    }

    @Test
    void isCompleteOnceAllPartitionsAre() {
        store.rebuildFor(new LogIdentity("cluster", "topic", PARTITIONS));
        completeThroughTenTimesTheirNumber(PARTITIONS - 1);
        assertThat(clock(Mode.WALL).completeThrough()).isEqualTo(ReadClock.UNKNOWN);
        completeThroughTenTimesTheirNumber(PARTITIONS);
        assertThat(clock(Mode.WALL).completeThrough()).isZero();
        assertThat(clock(Mode.WALL).behindMillis()).hasValue(WALL);
        assertThat(clock(Mode.LOG).behindMillis()).isEmpty();
    }

    private void completeThroughTenTimesTheirNumber(int partitions) {
        StoreBatch batch = store.batch();
        for (int partition = 0; partition < partitions; partition++) {
            batch.setPartition(partition, PartitionState.START.withProgress(1, 0, 1, partition * 10L));
        }
        store.write(batch);
    }

    private ReadClock clock(Mode mode) {
        return new ReadClock(mode, Duration.ofSeconds(5), store, new Readiness(), () -> WALL);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
