package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.Heartbeat;
import io.makolet.local.replay.KafkaEventLog;
import io.makolet.local.replay.LogPosition;
import io.makolet.local.replay.LogTail;
import io.makolet.local.replay.Replay;
import io.makolet.local.replay.WallClock;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TopicBootstrap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay into the topics of a real broker. */
class ReplayLogTest {

    private static final Path EXAMPLE = Path.of("../examples/online-retail");
    private static final Instant UNTIL = Instant.parse("2010-12-24T00:00:00Z");
    private static final Instant HALF = Instant.parse("2010-12-10T12:00:00Z");
    private static final int EVENTS = 1709;

    @TempDir
    static Path folder;

    private static List<WholeLog.Read> log = List.of();
    private static long sent;
    private static Set<String> tail = Set.of();
    private static Set<String> all = Set.of();

    @SuppressWarnings("NullAway.Init") // started before all tests
    private static Broker broker;

    @BeforeAll
    static void replayIntoABroker() throws Exception {
        Ports ports = Ports.free();
        broker = Broker.start(folder, ports);
        String bootstrap = "127.0.0.1:" + ports.kafka();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicBootstrap.create(admin);
        }
        EventFile file =
                EventFile.open(EXAMPLE.resolve("data/orders.csv.gz"), Mapping.load(EXAMPLE.resolve("mapping.yaml")));
        try (KafkaEventLog log = new KafkaEventLog(bootstrap, new BuiltInRegistry(), "import", Duration.ofMillis(5));
                LogTail ends = new LogTail(bootstrap, new BuiltInRegistry())) {
            LogPosition begin = ends.position();
            sent = replay(file, log, Long.MIN_VALUE, HALF);
            LogPosition half = ends.position();
            sent += replay(file, log, HALF.toEpochMilli(), UNTIL);
            tail = ends.since(half).ids();
            all = ends.since(begin).ids();
        }
        log = WholeLog.of(bootstrap, inputs());
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    private static long replay(EventFile file, KafkaEventLog log, long from, Instant until) throws Exception {
        Replay.Plan plan = Replay.Plan.of(from, until.toEpochMilli(), true);
        return new Replay(file, plan, log, WallClock.SYSTEM, (through, latest) -> {}, (event, count) -> {})
                .run(ReplayLogTest::fail)
                .sent();
    }

    private static void fail(BrokenRow row) {
        throw new AssertionError(row.message());
    }

    private static List<Topic> inputs() {
        List<Topic> inputs = new ArrayList<>(Topic.EVENTS);
        inputs.add(Topic.COMMANDS);
        return inputs;
    }

    private static Instant time(SpecificRecord value) {
        return value instanceof Heartbeat heartbeat
                ? heartbeat.getEventTime()
                : Objects.requireNonNull(EventMapping.headerOf(value)).getEventTime();
    }

    @Test
    void writesEveryEventOnce() {
        Set<String> ids = new HashSet<>();
        log.stream()
                .filter(read -> !(read.value() instanceof Heartbeat))
                .forEach(read -> assertThat(ids.add(Objects.requireNonNull(EventMapping.headerOf(read.value()))
                                .getEventId()))
                        .isTrue());

        assertThat(ids).hasSize((int) sent);
        assertThat(sent).isEqualTo(EVENTS);
    }

    @Test
    void findsInTheLogWhatWasSentAfterAPosition() {
        Set<String> late = new HashSet<>();
        log.stream()
                .filter(read -> !(read.value() instanceof Heartbeat)
                        && time(read.value()).isAfter(HALF))
                .forEach(read -> late.add(Objects.requireNonNull(EventMapping.headerOf(read.value()))
                        .getEventId()));

        assertThat(tail).isNotEmpty().isEqualTo(late);
        assertThat(all).hasSize((int) sent);
    }

    @Test
    void keepsACustomerInOnePartitionOfATopic() {
        Map<String, TopicPartition> places = new HashMap<>();
        for (WholeLog.Read read : log) {
            if (!read.key().isEmpty()) {
                TopicPartition before = places.put(read.partition().topic() + "/" + read.key(), read.partition());
                assertThat(before == null || before.equals(read.partition())).isTrue();
            }
        }
        assertThat(places).hasSizeGreaterThan(500);
    }

    @Test
    void neverWritesAnOlderEventAfterAYoungerOneOrAfterItsHeartbeat() {
        Map<TopicPartition, Instant> last = new HashMap<>();
        Map<TopicPartition, Instant> complete = new HashMap<>();
        for (WholeLog.Read read : log) {
            Instant time = time(read.value());
            if (read.value() instanceof Heartbeat) {
                complete.put(read.partition(), time);
            } else {
                assertThat(time).isAfterOrEqualTo(last.getOrDefault(read.partition(), Instant.MIN));
                assertThat(time).isAfter(complete.getOrDefault(read.partition(), Instant.MIN));
                last.put(read.partition(), time);
            }
        }
        assertThat(last).hasSize(Topic.PURCHASES.partitions());
    }

    @Test
    void closesEveryPartitionOfEveryInputWithAHeartbeat() {
        Map<TopicPartition, SpecificRecord> last = new HashMap<>();
        log.forEach(read -> last.put(read.partition(), read.value()));

        assertThat(last)
                .hasSize(inputs().stream().mapToInt(Topic::partitions).sum())
                .allSatisfy((partition, value) -> {
                    assertThat(value).isInstanceOf(Heartbeat.class);
                    assertThat(time(value)).isEqualTo(UNTIL);
                });
    }
}
