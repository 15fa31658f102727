package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.Purchase;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.EventRecords;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.Truth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts, really running, on a home that is closed and opened again. */
class LocalSystemIT {

    private static final String SEGMENT = """
            kind: Segment
            id: regular
            owner: me@shop
            title: Regular
            when:
              aggregate: {event: purchase, fn: count, over: 30d, is: ">= 2"}
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder = Path.of("");

    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        Path home = folder.resolve("a home");
        String cluster;
        Map<String, Integer> ids;
        try (LocalSystem system = start(home)) {
            cluster = cluster(system);
            ids = schemaIds(system);
            publish(home);
            buy(system, "order-1");
            assertThat(await(system, 1)).isEqualTo(Truth.FALSE);
            endRegistry();
            assertThat(heard("registry works again")).isTrue();
        }
        assertThat(home.resolve("endpoints.json")).doesNotExist();
        assertThat(new Checkpoints(home.resolve("checkpoints")).newest(JobCluster.JOB))
                .hasValueSatisfying(stop -> assertThat(stop.folder()).hasParentRaw(home.resolve("checkpoints/stops")));

        try (LocalSystem system = start(home)) {
            assertThat(cluster(system)).isEqualTo(cluster);
            assertThat(schemaIds(system)).isEqualTo(ids);
            buy(system, "order-1");
            buy(system, "order-2");
            assertThat(await(system, 2)).isEqualTo(Truth.TRUE);
            assertThat(SystemStatus.of(system.endpoints(), Duration.ofMillis(100))
                            .parts())
                    .allSatisfy(part ->
                            assertThat(part.healthy()).as(part.toString()).isTrue());
            new DashboardMetrics().await(system.endpoints());
        }
    }

    private LocalSystem start(Path home) throws Exception {
        return LocalSystem.start(LocalConfig.in(home).withPorts(Ports.free()), new Progress() {
            @Override
            public void ready(String part, String address, Duration sinceStart) {
                notices.add(part + " ready");
            }

            @Override
            public void stopped(String part) {
                notices.add(part + " stopped");
            }

            @Override
            public void notice(String part, String message) {
                notices.add(part + " " + message);
            }
        });
    }

    private boolean heard(String expected) throws InterruptedException {
        String notice = "";
        while (notice != null && !notice.equals(expected)) {
            notice = notices.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return notice != null;
    }

    private static void endRegistry() {
        Optional<ProcessHandle> registry = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("makolet.registry"))
                .findFirst();
        assertThat(registry).isPresent();
        registry.get().destroyForcibly();
    }

    private static String cluster(LocalSystem system) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", system.endpoints().kafka()))) {
            return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
        }
    }

    private static Map<String, Integer> schemaIds(LocalSystem system) throws IOException {
        Map<String, Integer> ids = new TreeMap<>();
        try (ConfluentRegistry registry =
                new ConfluentRegistry(RegistryConfig.of(system.endpoints().registry()))) {
            for (Topic topic : Topic.values()) {
                topic.schema().ifPresent(schema -> ids.put(topic.subject(), registry.idOf(topic.subject(), schema)));
            }
        }
        return ids;
    }

    private void publish(Path home) throws IOException {
        Path definitions = Files.createDirectory(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("regular.yaml"), SEGMENT);
        Drafts drafts = (Drafts) DefinitionFiles.load(definitions);
        Publishing.Result first = Publishing.into(home).publish(definitions, drafts);
        assertThat(first.definitions()).hasSize(1);
        assertThat(Publishing.into(home).publish(definitions, drafts).definitions())
                .isEmpty();
    }

    /** Customer-1 buys something. */
    static void buy(LocalSystem system, String order) throws Exception {
        @Nullable Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        values[EventSchema.PURCHASES.indexOf("order_id")] = order;
        values[EventSchema.PURCHASES.indexOf("amount")] = 12_340_000L;
        values[EventSchema.PURCHASES.indexOf("currency")] = "GBP";
        Event event = new Event(
                order,
                "customer-1",
                "purchase",
                System.currentTimeMillis(),
                EventSchema.PURCHASES,
                values,
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        try (ConfluentRegistry registry = new ConfluentRegistry(
                        RegistryConfig.of(system.endpoints().registry()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", system.endpoints().kafka(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] value = RecordWriter.of(registry, Topic.PURCHASES, Purchase.class)
                    .write((Purchase) EventRecords.toAvro(event, "test"));
            producer.send(new ProducerRecord<>(
                            Topic.PURCHASES.topicName(), "customer-1".getBytes(StandardCharsets.UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Waits until so many events were applied, and answers the one membership. */
    private static Truth await(LocalSystem system, long applied) throws Exception {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            Customer[] last = new Customer[1];
            boolean shown = Patience.of(PATIENCE).until(() -> {
                last[0] = client.personalization()
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId("customer-1")
                                .build());
                return last[0].getVersion().getApplied() >= applied && last[0].getSegmentsCount() > 0;
            });
            assertThat(shown).as("%s shows %d events", last[0], applied).isTrue();
            assertThat(last[0].getVersion().getApplied()).isEqualTo(applied);
            return last[0].getSegments(0).getValue();
        }
    }
}
