package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.EventWriter;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.serving.store.ViewStore;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.Truth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person asks to be forgotten, and is looked for everywhere afterwards, by something that only they ever said. */
class ErasureIT {

    private static final String SEGMENT = """
            kind: Segment
            id: buyer
            owner: me@shop
            title: Bought
            when:
              aggregate: {event: purchase, fn: count, over: 30d, is: ">= 1"}
            """;
    private static final String CANARY = "canary-5f1c9ab07e";
    private static final String PHONE = "anonymous:phone";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Answer(int exit, String out, String err) {}

    @TempDir
    private Path folder = Path.of("");

    private int events;

    @Test
    void leavesNothingOfAPersonAlsoWhereTheJobGoesOnFromBefore() throws Exception {
        Path home = folder.resolve("home");
        Path checkpoints = home.resolve("checkpoints");
        Path before = folder.resolve("checkpoints-before");
        long askedAgain;
        try (LocalSystem system = start(home)) {
            publish(home);
            tell(system, "ann", EventSchema.PROFILES, System.currentTimeMillis());
            tell(system, "ann", EventSchema.PURCHASES, System.currentTimeMillis());
            Customer ann =
                    await(system, "ann", customer -> customer.getVersion().getApplied() == 2);
            assertThat(ann.toString()).contains(CANARY);
            JsonNode export = new ObjectMapper()
                    .readTree(run("export", "ann", "--home", home.toString()).out());
            assertThat(export.at("/profile/note").asText()).isEqualTo(CANARY);
            assertThat(export.at("/segments/0/value").asBoolean()).isTrue();
            assertThat(export.at("/segments/0/version")).isEqualTo(export.at("/definitions/0/version"));
            assertThat(export.at("/definitions/0/source").asText()).contains("event: purchase");
            linkAndUnlink(system, home);
        }
        assertThat(filesWithCanary(checkpoints)).isNotEmpty();
        copy(checkpoints, before);

        try (LocalSystem system = start(home)) {
            JsonNode receipt = forget(home, "ann");
            long asked = Instant.parse(receipt.path("requested_at").asText()).toEpochMilli();
            assertThat(receipt.path("customer").asText()).isEqualTo("ann");
            assertThat(receipt.path("known").asBoolean()).isFalse();
            assertThat(receipt.path("job_cleared_at").asText())
                    .isGreaterThan(receipt.path("requested_at").asText());
            assertThat(receipt.path("serving_removed_at").asText())
                    .isGreaterThanOrEqualTo(receipt.path("job_cleared_at").asText());
            assertThat(receipt.path("topics")).hasSizeGreaterThan(5);
            assertThat(kept(receipt, Topic.CUSTOMER_VIEWS)).isEqualTo("latest");
            assertThat(kept(receipt, Topic.PURCHASES)).isEqualTo("days 400");
            assertThat(receipt.path("ids")).extracting(JsonNode::asText).containsExactly("ann", PHONE);
            JsonNode again = forget(home, "ann");
            assertThat(again.path("known").asBoolean()).as("asked again").isFalse();
            askedAgain = Instant.parse(again.path("requested_at").asText()).toEpochMilli();

            Answer stranger = run("export", "ann", "--home", home.toString());
            assertThat(stranger.exit()).isEqualTo(1);
            assertThat(stranger.err()).isEqualToIgnoringNewLines("makolet: nothing is known of customer ann");

            tell(system, "ann", EventSchema.PURCHASES, asked - 1);
            tell(system, PHONE, EventSchema.PURCHASES, asked - 1);
            link("link", "bob", "anonymous:tablet", home);
            awaitCheckpointsWithoutCanary(system, checkpoints);
            assertForgotten(system);
        }
        assertNotInStore(home);

        Folders.delete(checkpoints);
        copy(before, checkpoints);
        try (LocalSystem system = start(home)) {
            awaitEverythingRead(system);
            assertForgotten(system);

            tell(system, "ann", EventSchema.PURCHASES, askedAgain + 2_000);
            Customer anew = await(system, "ann", Customer::getKnown);
            assertThat(anew.getVersion().getApplied()).isEqualTo(1);
            assertThat(anew.toString()).doesNotContain(CANARY);
        }
        assertNotInStore(home);
    }

    /** What happened under two ids counts for one person, and is taken back; in the end they are one again. */
    private void linkAndUnlink(LocalSystem system, Path home) throws Exception {
        tell(system, PHONE, EventSchema.PROFILES, System.currentTimeMillis());
        tell(system, PHONE, EventSchema.PURCHASES, System.currentTimeMillis());
        await(system, PHONE, customer -> customer.getVersion().getApplied() == 2);

        JsonNode linked = link("link", "ann", PHONE, home);
        assertThat(linked.path("person").asText()).isEqualTo("ann");
        assertThat(linked.path("ids")).extracting(JsonNode::asText).containsExactly("ann", PHONE);
        tell(system, PHONE, EventSchema.PURCHASES, System.currentTimeMillis());
        await(system, "ann", customer -> customer.getTraitsOrDefault("events", 0) == 5);
        Customer phone = await(system, PHONE, customer -> customer.getPerson().equals("ann"));
        assertThat(phone.getTraitsOrDefault("events", 0)).isEqualTo(5);
        assertThat(phone.getSegments(0).getValue()).isEqualTo(Truth.TRUE);
        Answer why = run("explain", PHONE, "--segment", "buyer", "--home", home.toString());
        assertThat(why.out()).contains("3");

        assertThat(link("unlink", "ann", PHONE, home).path("ids")).isEmpty();
        await(system, PHONE, customer -> customer.getPerson().isEmpty() && customer.getKnown());
        tell(system, PHONE, EventSchema.PURCHASES, System.currentTimeMillis());
        await(system, PHONE, customer -> customer.getTraitsOrDefault("events", 0) == 4);

        link("link", "ann", PHONE, home);
        await(system, PHONE, customer -> customer.getTraitsOrDefault("events", 0) == 6);
    }

    private static JsonNode link(String command, String id, String other, Path home) throws IOException {
        Answer answer = run(command, id, other, "--home", home.toString(), "--json");
        assertThat(answer.exit()).as(answer.err()).isZero();
        return new ObjectMapper().readTree(answer.out());
    }

    /** Serving knows nobody, the views' topic ends with a tombstone and the transitions with the end of the membership. */
    private static void assertForgotten(LocalSystem system) throws Exception {
        Customer stranger = await(system, "ann", customer -> !customer.getKnown());
        assertThat(stranger.getSegmentsList())
                .allSatisfy(segment -> assertThat(segment.hasSince()).isFalse());
        Map<String, byte @Nullable []> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> view : read(system, Topic.CUSTOMER_VIEWS)) {
            latest.put(new String(view.key(), StandardCharsets.UTF_8), view.value());
        }
        assertThat(latest).containsEntry("ann", null).containsEntry(PHONE, null);
        await(system, PHONE, customer -> !customer.getKnown());
        latest.values()
                .forEach(view -> assertThat(view == null || !hasCanary(view)).isTrue());
        try (ConfluentRegistry registry = registry(system)) {
            RecordReader reader = new RecordReader(registry);
            List<SegmentTransition> transitions = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : read(system, Topic.SEGMENT_TRANSITIONS)) {
                assertThat(hasCanary(record.value())).isFalse();
                if (reader.read(record.value()) instanceof SegmentTransition transition
                        && transition.getCustomerId().equals("ann")) {
                    transitions.add(transition);
                }
            }
            SegmentTransition last = transitions.get(transitions.size() - 1);
            assertThat(last.getValue()).isZero();
            assertThat(last.getCause()).isEqualTo(TransitionCause.ERASURE);
        }
    }

    /** Others go on buying, so that there are checkpoints, until neither those nor the job's own files have it. */
    private void awaitCheckpointsWithoutCanary(LocalSystem system, Path checkpoints) throws Exception {
        boolean gone = Patience.of(PATIENCE).until(() -> {
            tell(system, "bob", EventSchema.PURCHASES, System.currentTimeMillis());
            return filesWithCanary(checkpoints).isEmpty();
        });
        assertThat(gone).as("in %s", filesWithCanary(checkpoints)).isTrue();
    }

    private void awaitEverythingRead(LocalSystem system) throws Exception {
        tell(system, "bob", EventSchema.PURCHASES, System.currentTimeMillis());
        int told = events;
        await(system, "bob", customer -> customer.getLastEventId().equals("event-" + told));
    }

    private static void assertNotInStore(Path home) {
        try (ViewStore store = ViewStore.open(home.resolve("serving/views"))) {
            assertThat(store.customers()).isPositive();
            store.forEachView((key, view) -> assertThat(hasCanary(view)).isFalse());
        }
    }

    /** What a receipt says of a topic. */
    private static String kept(JsonNode receipt, Topic topic) {
        for (JsonNode trace : receipt.path("topics")) {
            if (trace.path("topic").asText().equals(topic.topicName())) {
                JsonNode days = trace.path("kept_days");
                return trace.path("kept").asText() + (days.isNull() ? "" : " " + days.asLong());
            }
        }
        return "not there";
    }

    private static JsonNode forget(Path home, String customer) throws IOException {
        Answer answer = run("forget", customer, "--home", home.toString(), "--json");
        assertThat(answer.exit()).as(answer.err()).isZero();
        return new ObjectMapper().readTree(answer.out());
    }

    private static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Answer(exit, out.toString(), err.toString());
    }

    private LocalSystem start(Path home) throws Exception {
        return LocalSystem.start(LocalConfig.in(home).withPorts(Ports.free()), Progress.SILENT);
    }

    private void publish(Path home) throws IOException {
        Path definitions = Files.createDirectory(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("buyer.yaml"), SEGMENT);
        Publishing.into(home).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
    }

    private void tell(LocalSystem system, String customer, EventSchema schema, long time) throws Exception {
        @Nullable Object[] values = new Object[schema.fields().size()];
        boolean purchase = schema == EventSchema.PURCHASES;
        if (purchase) {
            values[schema.indexOf("order_id")] = "order";
            values[schema.indexOf("amount")] = 12_340_000L;
            values[schema.indexOf("currency")] = "GBP";
        }
        Event event = new Event(
                "event-" + ++events,
                customer,
                purchase ? "purchase" : "profile_update",
                time,
                schema,
                values,
                Map.of(),
                List.of(),
                purchase ? List.of() : List.of(new ProfileChange("note", new ProfileValue.Text(CANARY))),
                Map.of());
        try (ConfluentRegistry registry = registry(system);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", system.endpoints().kafka(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] value = new EventWriter(registry, "test").write(event);
            String topic = EventWriter.topicOf(event).topicName();
            producer.send(new ProducerRecord<>(topic, customer.getBytes(StandardCharsets.UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static Customer await(LocalSystem system, String id, Predicate<Customer> expected) throws Exception {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            Customer[] last = new Customer[1];
            boolean shown = Patience.of(PATIENCE).until(() -> {
                last[0] = client.personalization()
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId(id)
                                .build());
                return expected.test(last[0]);
            });
            assertThat(shown).as("as expected: %s", last[0]).isTrue();
            return last[0];
        }
    }

    private static ConfluentRegistry registry(LocalSystem system) {
        return new ConfluentRegistry(RegistryConfig.of(system.endpoints().registry()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(LocalSystem system, Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", system.endpoints().kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static List<Path> filesWithCanary(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files(root)) {
            try {
                if (Files.isRegularFile(file) && hasCanary(Files.readAllBytes(file))) {
                    found.add(file);
                }
            } catch (NoSuchFileException e) {
                // The next checkpoint has taken its place.
            }
        }
        return found;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }

    private static List<Path> files(Path root) throws IOException {
        while (true) {
            try (Stream<Path> all = Files.walk(root)) {
                return all.toList();
            } catch (UncheckedIOException e) {
                // A folder went while it was listed.
            }
        }
    }

    private static boolean hasCanary(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
    }
}
