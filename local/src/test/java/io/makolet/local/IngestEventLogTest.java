package io.makolet.local;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.makolet.avro.Heartbeat;
import io.makolet.domain.event.Event;
import io.makolet.local.WholeLog.Read;
import io.makolet.local.replay.EventLogException;
import io.makolet.local.replay.IngestEventLog;
import io.makolet.local.replay.KafkaEventLog;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.EventRecords;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TopicBootstrap;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.ingest.Ingest;
import io.makolet.serving.ingest.IngestDesk;
import io.makolet.serving.ingest.IngestMeters;
import io.makolet.serving.ingest.IngestService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of all kinds through the door of a node into a real log; the node goes and comes back on the way. */
class IngestEventLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 4_000;
    private static final int HEARTBEAT_EVERY = 500;
    private static final long SEED = 33;

    @TempDir
    private Path folder = Path.of("");

    private final RandomEvents random = new RandomEvents(new SplittableRandom(SEED));

    @Test
    void bringsAllAsTheyAreAndSaysNothingIsCompleteThatIsNotThere() throws Exception {
        Ports ports = Ports.free();
        String bootstrap = "127.0.0.1:" + ports.kafka();
        Map<String, String> refused = new TreeMap<>();
        Map<String, Event> events = new HashMap<>();
        try (Broker unused = Broker.start(folder, ports)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicBootstrap.create(admin);
            }
            Node node = new Node(bootstrap, ports.grpc());
            try (IngestEventLog log = new IngestEventLog(
                    "127.0.0.1:" + ports.grpc(),
                    "import",
                    () -> new KafkaEventLog(bootstrap, new BuiltInRegistry(), "import", Duration.ZERO),
                    (event, reason) -> refused.put(event.id(), reason))) {
                log.heartbeat(0, true);
                for (int i = 1; i <= EVENTS; i++) {
                    Event event = random.next(i);
                    events.put(event.id(), event);
                    log.send(event);
                    if (i % HEARTBEAT_EVERY == 0) {
                        log.heartbeat(i, true);
                    }
                    if (i == EVENTS / 2) {
                        node.close();
                        node = new Node(bootstrap, ports.grpc());
                    }
                }
                log.send(random.withLongText(EVENTS + 1));
                log.flush();
                log.heartbeat(EVENTS + 1, false);
                log.flush();
            } finally {
                node.close();
            }
            compare(
                    WholeLog.of(bootstrap, Topic.EVENTS).stream()
                            .collect(groupingBy(Read::partition, mapping(Read::value, toList()))),
                    events);
        }
        assertThat(refused).hasSize(1).containsValue("fields.url has 9000 characters, expected at most 8192");
    }

    @Test
    void saysWhatTheNodeSaysThatTakesNothing() {
        try (IngestEventLog log = new IngestEventLog(
                "127.0.0.1:1",
                "import",
                () -> {
                    throw new AssertionError("nothing is complete");
                },
                (event, reason) -> {})) {
            log.send(random.next(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(log::flush)
                    .isInstanceOf(EventLogException.class)
                    .hasMessage("interrupted while events were on their way to the log");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void compare(Map<TopicPartition, List<SpecificRecord>> log, Map<String, Event> events)
            throws IOException {
        Set<String> ids = new HashSet<>();
        for (Map.Entry<TopicPartition, List<SpecificRecord>> partition : log.entrySet()) {
            long complete = Long.MIN_VALUE;
            for (SpecificRecord record : partition.getValue()) {
                if (record instanceof Heartbeat heartbeat) {
                    complete = Math.max(complete, heartbeat.getEventTime().toEpochMilli());
                    continue;
                }
                String id =
                        Objects.requireNonNull(EventMapping.headerOf(record)).getEventId();
                Event event = Objects.requireNonNull(events.get(id));
                if (ids.add(id)) {
                    assertThat(event.time())
                            .as("%s of %s", id, partition.getKey())
                            .isGreaterThan(complete);
                }
                assertThat(json(record)).isEqualTo(json(EventRecords.toAvro(event, "import")));
            }
            assertThat(complete).as("%s", partition.getKey()).isEqualTo(EVENTS + 1);
        }
        assertThat(ids).isEqualTo(events.keySet());
    }

    private static JsonNode json(SpecificRecord record) throws IOException {
        return JSON.readTree(record.toString());
    }

    /** What takes events in, of a serving node. */
    private static final class Node implements AutoCloseable {

        private final IngestDesk desk;
        private final Server server;

        Node(String bootstrap, int port) throws IOException {
            desk = new IngestDesk(
                    Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", 2_000), new BuiltInRegistry());
            Ingest ingest = new Ingest(
                    desk,
                    new CurrentCatalog(),
                    UnaryOperator.identity(),
                    System::currentTimeMillis,
                    new IngestMeters(new SimpleMeterRegistry(), desk));
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new IngestService(ingest))
                    .build()
                    .start();
        }

        @Override
        public void close() throws InterruptedException {
            server.shutdownNow().awaitTermination();
            desk.close();
        }
    }
}
