package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.SegmentTransition;
import io.makolet.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job goes on from a checkpoint that is older than what it did last. */
class RestartJobIT {

    private static final int CUSTOMERS = 40;
    private static final int SUBTASKS = 2;

    @Test
    void tellsEachTransitionOnceAndLeavesNoTransactionOpen(@TempDir Path directory) throws Exception {
        try (TestRegistry registry = TestRegistry.start();
                TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers());
                TestCluster cluster = TestCluster.startWithoutCheckpoints("rocksdb", directory.resolve("flink"))) {
            JobConfig config = JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.WALL);
            publish(log, Samples.frequent("newcomer", 0, 1, Duration.ofDays(30)));
            publish(log, Samples.frequent("regular", 1, 3, Duration.ofDays(30)));
            JobID job = cluster.submit(config, null);

            round(log, 1);
            round(log, 2);
            awaitViews(log, 2);
            String checkpoint = cluster.checkpoint(job);
            round(log, 3);
            awaitViews(log, 3);
            cluster.cancel(job);

            List<KafkaProducer<byte[], byte[]>> killed = openTransactions(broker);
            JobID next = cluster.submit(config, checkpoint);
            round(log, 4);
            awaitViews(log, 4);
            cluster.checkpoint(next);
            cluster.checkpoint(next);
            awaitTransitions(log, "regular");
            List<SegmentTransition> transitions = log.readAll(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class);
            assertThat(transitions).hasSize(2 * CUSTOMERS).allSatisfy(transition -> {
                String event = transition.getSegmentId().equals("newcomer") ? "-1" : "-3";
                assertThat(transition.getEventId()).isEqualTo(transition.getCustomerId() + event);
                assertThat(transition.getSequence()).isEqualTo(1);
            });
            killed.forEach(producer -> producer.close(Duration.ZERO));
        }
    }

    private static void publish(TestLog log, io.makolet.domain.definition.Definition definition) throws Exception {
        log.append(Topic.DEFINITIONS, definition.key(), Samples.definition(definition));
    }

    private static void round(TestLog log, int number) throws Exception {
        for (int i = 0; i < CUSTOMERS; i++) {
            String event = "c" + i + "-" + number;
            log.append(Topic.PURCHASES, "c" + i, Samples.purchase(event, System.currentTimeMillis()));
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

    private static void awaitTransitions(TestLog log, String segment) throws Exception {
        Set<String> seen = new HashSet<>();
        log.readUntil(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class, transition -> {
            if (transition.getSegmentId().equals(segment)) {
                seen.add(transition.getCustomerId());
            }
            return seen.size() == CUSTOMERS;
        });
    }

    /**
     * Leaves transactions open as a job does that was killed: one under a name that its last checkpoint does not know, and
     * one under each name that it may have used again after it was committed.
     */
    private static List<KafkaProducer<byte[], byte[]>> openTransactions(TestBroker broker) throws Exception {
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        for (int subtask = 0; subtask < SUBTASKS; subtask++) {
            for (int number : List.of(0, 1, 7)) {
                producers.add(openTransaction(broker, "makolet-transitions-" + subtask + "-" + number));
            }
        }
        return producers;
    }

    private static KafkaProducer<byte[], byte[]> openTransaction(TestBroker broker, String name) throws Exception {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        name),
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
}
