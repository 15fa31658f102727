package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.SegmentTransition;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.IOUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on the log's clock: history is replayed, stands still, and is found again. */
class LogClockJobIT {

    private static final long FIRST = Instant.parse("2011-03-01T10:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("2011-05-01T10:00:00Z").toEpochMilli();
    private static final long UNTIL = Instant.parse("2011-06-30T00:00:00Z").toEpochMilli();

    @TempDir
    private Path directory;

    private TestRegistry registry;
    private TestBroker broker;
    private TestLog log;
    private TestCluster cluster;
    private JobConfig config;
    private JobID job;

    @BeforeEach
    void submit() throws Exception {
        registry = TestRegistry.start();
        broker = TestBroker.start(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        cluster = TestCluster.start("hashmap", directory.resolve("flink"));
        config = JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.LOG);
        log.append(
                Topic.DEFINITIONS,
                "segment/recent",
                Samples.definition(Samples.frequent("recent", 0, 1, Duration.ofDays(30))));
        job = cluster.submit(config, null);
    }

    @AfterEach
    void close() throws Exception {
        IOUtils.closeAll(cluster, log, broker, registry);
    }

    @Test
    void standsAtTheLatestEventOfTheLogAndThenAtTheHeartbeatsAlsoAfterARestart() throws Exception {

        // What ends a transaction takes an offset that holds no record: nobody must wait for it.
        appendInTransaction("ann", Samples.purchase("1", FIRST));
        log.append(Topic.PURCHASES, "bob", Samples.purchase("2", LAST));
        awaitProgress(through(LAST));
        SegmentTransition left = transition("ann", 0);
        assertThat(left.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(FIRST).plus(Duration.ofDays(30)));

        heartbeats(UNTIL, false);
        ViewProgress before = awaitProgress(through(UNTIL)).get(0);
        assertThat(transition("bob", 0).getEffectiveAt())
                .isEqualTo(Instant.ofEpochMilli(LAST).plus(Duration.ofDays(30)));

        String savepoint = cluster.stop(job, directory.resolve("savepoints"));
        cluster.submit(config, savepoint);
        awaitProgress(through(UNTIL).and(progress -> progress.getAttempt() > before.getAttempt()));

        log.append(Topic.PURCHASES, "eve", Samples.purchase("3", UNTIL + 1));
        assertThat(transition("eve", 1).getEventId()).isEqualTo("3");
    }

    @Test
    void takesNoSilenceForTheEndWhileAProducerOwesAWordAlsoAfterARestart() throws Exception {
        log.append(Topic.PURCHASES, "ann", Samples.purchase("1", FIRST));
        heartbeats(FIRST, true);
        // Cut off: what ann buys before that day comes later.
        log.append(Topic.PURCHASES, "bob", Samples.purchase("2", LAST));
        assertThat(transition("bob", 1).getEventId()).isEqualTo("2");
        ViewProgress before = awaitProgress(through(FIRST)).get(0);

        String savepoint = cluster.stop(job, directory.resolve("savepoints"));
        cluster.submit(config, savepoint);
        awaitProgress(through(FIRST).and(progress -> progress.getAttempt() > before.getAttempt()));
        Awaitility.await("nobody goes past what was cut off")
                .during(Duration.ofMillis(2 * PartitionClock.IDLE_AFTER_MILLIS))
                .until(() -> log.readAll(Topic.CUSTOMER_VIEWS, SpecificRecord.class).stream()
                        .noneMatch(record -> record instanceof ViewProgress progress
                                && progress.getCompleteThrough().toEpochMilli() > FIRST));

        Instant again = Instant.ofEpochMilli(FIRST).plus(Duration.ofDays(20));
        log.append(Topic.PURCHASES, "ann", Samples.purchase("3", again.toEpochMilli()));
        heartbeats(LAST, false);
        assertThat(transition("ann", 0).getEffectiveAt()).isEqualTo(again.plus(Duration.ofDays(30)));
    }

    private static Predicate<ViewProgress> through(long instant) {
        return progress -> progress.getCompleteThrough().equals(Instant.ofEpochMilli(instant));
    }

    /** Reads until both writers have told such progress in each partition. */
    private List<ViewProgress> awaitProgress(Predicate<ViewProgress> wanted) {
        Map<List<Integer>, ViewProgress> told = new HashMap<>();
        log.readRecordsUntil(Topic.CUSTOMER_VIEWS, record -> {
            if (TestLog.decode(record.value()) instanceof ViewProgress progress && wanted.test(progress)) {
                told.put(List.of(record.partition(), progress.getWriter()), progress);
            }
            return told.size() == 2 * Topic.CUSTOMER_VIEWS.partitions();
        });
        return new ArrayList<>(told.values());
    }

    private SegmentTransition transition(String customer, int value) throws Exception {
        List<SegmentTransition> read = log.readUntil(
                Topic.SEGMENT_TRANSITIONS,
                SegmentTransition.class,
                t -> t.getCustomerId().equals(customer) && t.getValue() == value);
        return read.get(read.size() - 1);
    }

    private void heartbeats(long time, boolean more) throws Exception {
        List<Topic> topics = new ArrayList<>(Topic.EVENTS);
        topics.add(Topic.COMMANDS);
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                log.append(topic, partition, null, Samples.heartbeat(time, more));
            }
        }
    }

    private void appendInTransaction(String key, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "somebody-elses");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                            Topic.PURCHASES.topicName(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
            producer.commitTransaction();
        }
    }
}
