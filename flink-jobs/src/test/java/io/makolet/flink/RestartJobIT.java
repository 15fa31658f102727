package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.SegmentTransition;
import io.makolet.schemas.Topic;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job goes on from a checkpoint that is older than what it did last. */
class RestartJobIT {

    private static final int CUSTOMERS = 40;

    @Test
    void tellsEachTransitionOnceAndLeavesNoTransactionOpen(@TempDir Path directory) throws Exception {
        try (TestRegistry registry = TestRegistry.start();
                TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers());
                TestCluster cluster = TestCluster.startWithoutCheckpoints("rocksdb", directory.resolve("flink"))) {
            JobConfig config = JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.WALL);
            log.append(
                    Topic.DEFINITIONS,
                    "segment/regular",
                    Samples.definition(Samples.frequent("regular", 0, 3, Duration.ofDays(30))));
            JobID job = cluster.submit(config, null);

            round(log, 1);
            round(log, 2);
            awaitViews(log, 2);
            String checkpoint = cluster.checkpoint(job);
            round(log, 3);
            awaitViews(log, 3);
            cluster.cancel(job);
            // As a job leaves it that was killed before it could end its transaction.
            KafkaProducer<byte[], byte[]> killed = openTransaction(broker, checkpointId(checkpoint) + 1);

            JobID next = cluster.submit(config, checkpoint);
            round(log, 4);
            awaitViews(log, 4);
            cluster.checkpoint(next);
            awaitTransitions(log);
            assertThat(log.readAll(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class))
                    .hasSize(CUSTOMERS)
                    .allSatisfy(transition -> {
                        assertThat(transition.getSequence()).isEqualTo(1);
                        assertThat(transition.getEventId()).isEqualTo(transition.getCustomerId() + "-3");
                    });
            killed.close(Duration.ZERO);
        }
    }

    private static void round(TestLog log, int number) throws Exception {
        for (int i = 0; i < CUSTOMERS; i++) {
            log.append(Topic.PURCHASES, "c" + i, Samples.purchase("c" + i + "-" + number, System.currentTimeMillis()));
        }
    }

    private static void awaitViews(TestLog log, long applied) throws Exception {
        Set<String> seen = new HashSet<>();
        log.readUntil(Topic.CUSTOMER_VIEWS, CustomerView.class, view -> {
            if (view.getApplied() == applied) {
                seen.add(view.getCustomerId());
            }
            return seen.size() == CUSTOMERS;
        });
    }

    private static void awaitTransitions(TestLog log) throws Exception {
        Set<String> seen = new HashSet<>();
        log.readUntil(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class, transition -> {
            seen.add(transition.getCustomerId());
            return seen.size() == CUSTOMERS;
        });
    }

    private static KafkaProducer<byte[], byte[]> openTransaction(TestBroker broker, long checkpointId)
            throws Exception {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "makolet-transitions-0-" + checkpointId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < Topic.SEGMENT_TRANSITIONS.partitions(); partition++) {
            producer.send(new ProducerRecord<>(Topic.SEGMENT_TRANSITIONS.topicName(), partition, null, new byte[] {1}))
                    .get();
        }
        return producer;
    }

    private static long checkpointId(String checkpoint) throws Exception {
        Path metadata = Path.of(URI.create(checkpoint)).resolve("_metadata");
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            return Checkpoints.loadCheckpointMetadata(in, RestartJobIT.class.getClassLoader(), checkpoint)
                    .getCheckpointId();
        }
    }
}
