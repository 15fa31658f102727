package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole job between a real broker and a registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonalizationJobIT {

    private final TestRegistry registry = TestRegistry.start();
    private TestBroker broker;
    private TestLog log;
    private TestCluster cluster;

    @BeforeAll
    void startJob(@TempDir Path directory) throws Exception {
        broker = TestBroker.start(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        log.append(
                Topic.DEFINITIONS,
                "segment/regular",
                Samples.definition(Samples.frequent("regular", 0, 3, Duration.ofDays(30))));
        log.append(
                Topic.DEFINITIONS,
                "segment/just-bought",
                Samples.definition(Samples.frequent("just-bought", 1, 1, Duration.ofSeconds(2))));
        cluster = TestCluster.start("rocksdb", directory.resolve("flink"));
        cluster.submit(JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.WALL), null);
    }

    @AfterAll
    void stopAll() throws Exception {
        cluster.close();
        log.close();
        broker.close();
        registry.close();
    }

    @Test
    void entersSegmentOnThirdPurchase() throws Exception {
        long now = System.currentTimeMillis();
        for (int i = 1; i <= 3; i++) {
            log.append(Topic.PURCHASES, "alice", Samples.purchase("alice-" + i, now - 10_000 + i));
        }

        CustomerView view = last(log.readUntil(
                Topic.CUSTOMER_VIEWS,
                CustomerView.class,
                v -> v.getCustomerId().equals("alice") && v.getApplied() == 3));
        assertThat(view.getMemberships()).anySatisfy(m -> {
            assertThat(m.getSegment()).isZero();
            assertThat(m.getValue()).isEqualTo(1);
        });
        SegmentTransition transition = last(log.readUntil(
                Topic.SEGMENT_TRANSITIONS,
                SegmentTransition.class,
                t -> t.getCustomerId().equals("alice") && t.getSegmentId().equals("regular")));
        assertThat(transition.getValue()).isEqualTo(1);
        assertThat(transition.getEventId()).isEqualTo("alice-3");
        assertThat(transition.getSequence()).isEqualTo(1);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
