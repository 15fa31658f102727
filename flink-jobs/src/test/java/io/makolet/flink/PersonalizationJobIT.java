package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.Explanation;
import io.makolet.avro.Purchase;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole job between a real broker and a registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
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

        CustomerView view = viewOf("alice", 3);
        assertThat(view.getMemberships()).anySatisfy(m -> {
            assertThat(m.getSegment()).isZero();
            assertThat(m.getValue()).isEqualTo(1);
        });
        SegmentTransition transition = transition("alice", "regular", 1);
        assertThat(transition.getEventId()).isEqualTo("alice-3");
        assertThat(transition.getSequence()).isEqualTo(1);
    }

    @Test
    void leavesSegmentByTimeAlone() throws Exception {
        long now = System.currentTimeMillis();
        log.append(Topic.PURCHASES, "tim", Samples.purchase("tim-1", now));

        SegmentTransition left = transition("tim", "just-bought", 0);
        assertThat(left.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(now + 2000));
        assertThat(left.getCause()).isEqualTo(TransitionCause.TIMER);
        assertThat(left.getDetectedAt()).isAfterOrEqualTo(Instant.ofEpochMilli(now + 7000));
    }

    @Test
    void refusesPoisonWithItsPlaceAndDecodesTheNextRecordExactly() throws Exception {
        long now = System.currentTimeMillis();
        byte[] good = Samples.purchase("eve-2", now);
        byte[] unknownSchema = good.clone();
        unknownSchema[3] = 77;
        log.append(Topic.PURCHASES, "eve", Samples.purchase("eve-1", now));
        Map<RecordMetadata, String> poison = Map.of(
                log.append(Topic.PURCHASES, "eve", Arrays.copyOf(good, good.length - 3)), "undecodable",
                log.append(Topic.PURCHASES, "eve", unknownSchema), "unknown_schema",
                log.append(Topic.CLICKSTREAM, "eve", new byte[] {'{', '}'}), "not_wire_format",
                log.append(Topic.PURCHASES, null, good), "missing_key",
                log.append(Topic.PURCHASES, "eve", Samples.purchase("eve-past", 1)), "invalid_value",
                log.append(Topic.COMMANDS, "eve", Samples.command("unheard of")), "unsupported");
        RecordMetadata future = log.append(
                Topic.PURCHASES,
                "eve",
                Samples.purchase("eve-future", now + Duration.ofDays(99).toMillis()));
        assertThat(viewOf("eve", 2).getLastEventTime())
                .isEqualTo(Instant.ofEpochMilli(future.timestamp()).plus(Duration.ofMinutes(5)));
        log.append(Topic.PURCHASES, "eve", good);

        assertThat(viewOf("eve", 3).getLastEventId()).isEqualTo("eve-2");
        for (Map.Entry<RecordMetadata, String> entry : poison.entrySet()) {
            RecordMetadata place = entry.getKey();
            DeadLetter letter = last(log.readUntil(
                    Topic.DEAD_LETTERS,
                    DeadLetter.class,
                    d -> d.getTopic().equals(place.topic())
                            && d.getPartition() == place.partition()
                            && d.getOffset() == place.offset()));
            assertThat(letter.getReason()).isEqualTo(entry.getValue());
            assertThat(letter.getAppendTime()).isEqualTo(Instant.ofEpochMilli(place.timestamp()));
        }
    }

    @Test
    void answersWhyACustomerIsInASegment() throws Exception {
        long now = System.currentTimeMillis();
        log.append(Topic.PURCHASES, "zoe", Samples.purchase("zoe-1", now - 10_000));
        viewOf("zoe", 1);

        log.append(Topic.COMMANDS, "zoe", Samples.explain("why-zoe", "regular", now));

        Explanation answer = last(log.readUntil(
                Topic.EXPLANATIONS, Explanation.class, e -> e.getRequestId().equals("why-zoe")));
        assertThat(answer.getSegment().getValue()).isZero();
        assertThat(answer.getSegment().getWhen().getObserved()).isEqualTo("1");
        assertThat(answer.getChange().getSteps())
                .singleElement()
                .satisfies(step -> assertThat(step.getTimes()).isEqualTo(2));
    }

    @Test
    void tellsHowFarItIsCompleteWhileNothingHappens() throws Exception {
        Instant now = Instant.now();
        Set<List<Integer>> told = new HashSet<>();
        Set<Long> runs = new HashSet<>();
        log.readRecordsUntil(Topic.CUSTOMER_VIEWS, record -> {
            if (TestLog.decode(record.value()) instanceof ViewProgress progress
                    && progress.getCompleteThrough().isAfter(now)) {
                assertThat(progress.getCompleteThrough()).isBefore(Instant.now());
                assertThat(progress.getWriters())
                        .as("of customers and of persons")
                        .isEqualTo(4);
                told.add(List.of(record.partition(), progress.getWriter()));
                runs.add(progress.getAttempt());
            }
            return told.size() == 4 * Topic.CUSTOMER_VIEWS.partitions();
        });
        assertThat(runs).as("readers take progress of one run only").hasSize(1);
    }

    @Test
    void waitsForARegistryThatIsDownAndLosesNothing() throws Exception {
        int newId = 5000;
        registry.add(newId, Purchase.getClassSchema());
        byte[] underNewId = Samples.purchase("rob-1", System.currentTimeMillis());
        ByteBuffer.wrap(underNewId).putInt(1, newId);

        registry.setDown(true);
        log.append(Topic.PURCHASES, "rob", underNewId);
        log.append(Topic.PURCHASES, "rob", Samples.purchase("rob-2", System.currentTimeMillis()));
        registry.awaitRefusals(2);
        registry.setDown(false);

        assertThat(viewOf("rob", 1).getLastEventId()).isEqualTo("rob-1");
        assertThat(viewOf("rob", 2).getLastEventId()).isEqualTo("rob-2");
    }

    @Test
    void takesUpADefinitionWithoutARestart() throws Exception {
        log.append(Topic.PURCHASES, "dora", Samples.purchase("dora-1", System.currentTimeMillis()));
        viewOf("dora", 1);
        log.append(
                Topic.DEFINITIONS,
                "segment/once",
                Samples.definition(Samples.frequent("once", 2, 1, Duration.ofDays(30))));

        assertThat(transition("dora", "once", 1).getCause()).isEqualTo(TransitionCause.DEFINITION);
    }

    private CustomerView viewOf(String customer, long applied) throws Exception {
        return last(log.readUntil(
                Topic.CUSTOMER_VIEWS,
                CustomerView.class,
                v -> v.getCustomerId().equals(customer) && v.getApplied() == applied));
    }

    private SegmentTransition transition(String customer, String segment, int value) throws Exception {
        return last(log.readUntil(
                Topic.SEGMENT_TRANSITIONS,
                SegmentTransition.class,
                t -> t.getCustomerId().equals(customer) && t.getSegmentId().equals(segment) && t.getValue() == value));
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
