package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.makolet.avro.Clickstream;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Identity;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.IngestGrpc;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import io.makolet.v1.TrackedEvent;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in by a node's ports, as it lies in a real broker's log. */
class IngestTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static TestLog log;
    private static TestNode node;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedBroker(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        EventTopics.create(broker);
        log.completeThrough(1, Views.AS_OF);
        node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
        await().atMost(PATIENCE).until(node.server()::ready);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        node.close();
        log.close();
        broker.close();
    }

    @Test
    void appendsWhatASiteTracks() throws Exception {
        HttpResponse<String> answer = post("/v1/track", """
                {"messageId": "click-1", "userId": "dana", "anonymousId": "cookie-7", "event": "Product Added",
                 "timestamp": "2026-11-23T08:30:00.250Z",
                 "properties": {"productId": "P1", "quantity": 2, "value": 12.5, "currency": "GBP", "colour": "red"},
                 "context": {"page": {"url": "https://shop.example/p1"}, "locale": "he-IL",
                             "consent": {"categoryPreferences": {"marketing": true}}}}
                """);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("accepted").asInt()).isEqualTo(1);
        ConsumerRecord<byte[], byte[]> record = one(Topic.CLICKSTREAM, "click-1");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("dana");
        Clickstream event = (Clickstream) read(record);
        assertThat(event.getType()).isEqualTo("cart_add");
        assertThat(event.getHeader().getEventTime()).isEqualTo(Instant.parse("2026-11-23T08:30:00.250Z"));
        assertThat(event.getHeader().getSource()).isEqualTo("door");
        assertThat(event.getHeader().getIdentities()).containsExactly(new Identity("anonymous", "cookie-7"));
        assertThat(event.getHeader().getConsent()).hasSize(1);
        assertThat(event.getProductId()).isEqualTo("P1");
        assertThat(event.getQuantity()).isEqualTo(2);
        assertThat(event.getValue().getMicros()).isEqualTo(12_500_000);
        assertThat(event.getUrl()).isEqualTo("https://shop.example/p1");
        assertThat(event.getLanguage()).isEqualTo("he-IL");
        assertThat(event.getProperties()).containsExactly(Map.entry("colour", "red"));
    }

    @Test
    void takesTheGoodOfABatchAndSaysWhatIsWrongWithTheRest() throws Exception {
        String batch = """
                {"sentAt": "2020-01-01T00:01:00Z", "writeKey": "ignored", "batch": [
                  {"type": "identify", "messageId": "b-0", "userId": "noa", "traits": {"newsletter": true, "size": 38}},
                  {"type": "track", "messageId": "b-1", "userId": "noa", "event": "Order Completed",
                   "timestamp": "2020-01-01T00:00:00Z",
                   "properties": {"order_id": "O1", "total": 30, "currency": "ILS",
                     "products": [{"product_id": "P1", "sku": "s", "quantity": 3, "price": 10, "brand": "b", "size": "XL"}]}},
                  {"type": "track", "messageId": "b-2", "userId": "noa", "event": "Order Completed",
                   "properties": {"order_id": "O2", "total": "a lot", "currency": "ILS"}},
                  {"type": "dance", "messageId": "b-3", "userId": "noa"},
                  {"type": "page", "messageId": "b-4"}]}
                """;
        HttpResponse<String> answer = http.send(
                request("/v1/batch")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("content-encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(batch)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode told = JSON.readTree(answer.body());
        assertThat(told.path("accepted").asInt()).isEqualTo(2);
        assertThat(told.path("failures")).hasSize(3);
        assertThat(told.path("failures"))
                .extracting(failure ->
                        failure.path("index").asInt() + " " + failure.path("id").asText() + " "
                                + failure.path("error").path("message").asText())
                .containsExactly(
                        "2 b-2 properties.total is 'a lot', expected a number such as 12.5",
                        "3 b-3 type is 'dance', expected one of track, page, screen, identify, group, alias",
                        "4 b-4 userId has 0 bytes, expected 1 to 512");
        Profile profile = (Profile) read(one(Topic.PROFILES, "b-0"));
        assertThat(profile.getFields())
                .extracting(field -> field.getName())
                .containsExactlyInAnyOrder("newsletter", "size");
        Purchase purchase = (Purchase) read(one(Topic.PURCHASES, "b-1"));
        assertThat(purchase.getAmount().getMicros()).isEqualTo(30_000_000);
        assertThat(purchase.getLines().get(0).getProductId()).isEqualTo("P1");
        assertThat(purchase.getLines().get(0).getAmount().getMicros()).isEqualTo(30_000_000);
        assertThat(purchase.getLines().get(0).getBrand()).isEqualTo("b");
        assertThat(purchase.getLines().get(0).getSize()).isEqualTo("XL");
        // The sender's clock is years behind; what lies between the order and its sending is a minute.
        Duration ago = Duration.between(purchase.getHeader().getEventTime(), Instant.now());
        assertThat(ago).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    @Test
    void knowsWhomATokenStandsFor() throws Exception {
        String token = AdminGrpc.newBlockingStub(node.channel())
                .makeTokens(
                        MakeTokensRequest.newBuilder().addCustomerIds("ruth").build())
                .getTokens(0);
        String event =
                "{\"messageId\": \"t-1\", \"token\": \"%s\", \"anonymousId\": \"cookie-8\", \"event\": \"offer_click\"}";
        assertThat(post("/v1/track", String.format(event, token)).statusCode()).isEqualTo(200);
        ConsumerRecord<byte[], byte[]> record = one(Topic.CLICKSTREAM, "t-1");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("ruth");
        HttpResponse<String> wrong = post("/v1/track", String.format(event, "nobody"));
        assertThat(wrong.statusCode()).isEqualTo(404);
        assertThat(wrong.body()).contains("INVALID_TOKEN");
    }

    @Test
    void refusesWhatIsNoEvent() throws Exception {
        assertThat(post("/v1/track", "[]").statusCode()).isEqualTo(400);
        assertThat(post("/v1/track", "{\"userId\": \"dana\"").statusCode()).isEqualTo(400);
        assertThat(post("/v1/track", "{\"userId\": \"dana\"}").body())
                .contains("event has 0 characters, expected 1 to 512")
                .contains("INVALID_FIELD");
        assertThat(post("/v1/batch", "{\"batch\": []}").body()).contains("batch has 0 events, expected 1 to 500");
        byte[] bomb = gzip("{\"a\": \"" + "0".repeat(3 << 20) + "\"}");
        HttpResponse<String> tooLarge = http.send(
                request("/v1/track")
                        .header("content-encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(bomb))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(tooLarge.statusCode()).isEqualTo(413);
    }

    @Test
    void appendsWhatComesByGrpcInAStream() throws Exception {
        Queue<TrackResponse> answers = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        StreamObserver<TrackRequest> requests = IngestGrpc.newStub(node.channel())
                .trackStream(new StreamObserver<>() {
                    @Override
                    public void onNext(TrackResponse answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(null);
                    }
                });
        for (int i = 0; i < 5; i++) {
            int first = i * 10;
            requests.onNext(TrackRequest.newBuilder()
                    .addAllEvents(IntStream.range(first, first + 10)
                            .mapToObj(n -> event("s-" + n, "gal").build())
                            .toList())
                    .addEvents(event("", "gal"))
                    .build());
        }
        requests.onCompleted();
        end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answers).hasSize(5).allSatisfy(answer -> {
            assertThat(answer.getAccepted()).isEqualTo(10);
            assertThat(answer.getFailures(0).getIndex()).isEqualTo(10);
            assertThat(answer.getFailures(0).getError().getMessage())
                    .isEqualTo("id has 0 characters, expected 1 to 512");
        });
        List<String> ids = all(Topic.CLICKSTREAM).stream()
                .map(IngestTest::id)
                .filter(id -> id.startsWith("s-"))
                .toList();
        assertThat(ids).isEqualTo(IntStream.range(0, 50).mapToObj(n -> "s-" + n).toList());
    }

    @Test
    void acceptsNothingThatTheLogDoesNotHave() throws Exception {
        Path data = directory.resolve("lonely");
        EmbeddedBroker other = new EmbeddedBroker(directory.resolve("other"));
        try (TestNode lonely = TestNode.start(other.bootstrapServers(), log.registry(), data)) {
            other.stop();
            HttpRequest event = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + lonely.server().httpPort() + "/v1/track"))
                    .POST(BodyPublishers.ofString("{\"messageId\": \"again\", \"userId\": \"d\", \"event\": \"t\"}"))
                    .build();
            HttpResponse<String> answer = http.send(event, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("LOG_UNAVAILABLE");
            assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        } finally {
            other.close();
        }
    }

    @Test
    void countsWhatBecameOfEvents() throws Exception {
        double accepted = metric("makolet_ingest_accepted_total");
        double refused = metric("makolet_ingest_refused_total{reason=\"INVALID_FIELD\"}");
        TrackResponse answer = IngestGrpc.newBlockingStub(node.channel())
                .track(TrackRequest.newBuilder()
                        .addEvents(event("counted", "dana"))
                        .addEvents(event("", "dana"))
                        .build());
        assertThat(answer.getAccepted()).isEqualTo(1);
        assertThat(metric("makolet_ingest_accepted_total")).isEqualTo(accepted + 1);
        assertThat(metric("makolet_ingest_refused_total{reason=\"INVALID_FIELD\"}"))
                .isEqualTo(refused + 1);
        assertThat(metric("makolet_ingest_append_seconds_count")).isPositive();
        assertThat(metric("makolet_ingest_waiting")).isZero();
    }

    private static double metric(String name) throws Exception {
        return node.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void refusesAnEventWithoutTheFieldsOfItsKind() {
        assertThatThrownBy(() -> IngestGrpc.newBlockingStub(node.channel()).track(TrackRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getDescription())
                                .isEqualTo("events has 0 events, expected 1 to 500"));
        TrackResponse answer = IngestGrpc.newBlockingStub(node.channel())
                .track(TrackRequest.newBuilder()
                        .addEvents(event("p", "dana").setType("purchase"))
                        .addEvents(event("q", "dana").setTopic("dreams"))
                        .addEvents(event("r", "dana").setProfile(struct("size", "38")))
                        .build());
        assertThat(answer.getAccepted()).isZero();
        assertThat(answer.getFailuresList().stream()
                        .map(failure -> failure.getError().getMessage())
                        .collect(Collectors.toList()))
                .containsExactly(
                        "fields.order_id is 'null', expected a value, as of every purchase",
                        "topic is 'dreams', expected one of clickstream, engagement, purchases, profiles",
                        "profile is 'size', expected no profile fields but with an event such as profile_update");
    }

    private static TrackedEvent.Builder event(String id, String customer) {
        return TrackedEvent.newBuilder()
                .setId(id)
                .setCustomerId(customer)
                .setType("page_view")
                .setFields(struct("url", "/"));
    }

    private static Struct struct(String name, String value) {
        return Struct.newBuilder()
                .putFields(name, Value.newBuilder().setStringValue(value).build())
                .build();
    }

    private static ConsumerRecord<byte[], byte[]> one(Topic topic, String id) {
        List<ConsumerRecord<byte[], byte[]>> found =
                all(topic).stream().filter(record -> id(record).equals(id)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        SpecificRecord value = read(record);
        EventHeader header = (EventHeader) value.get(0);
        return header.getEventId();
    }

    private static SpecificRecord read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new RecordReader(log.registry()).read(record.value());
        } catch (PoisonException e) {
            throw new AssertionError(e);
        }
    }

    /** All that a topic has now. */
    private static List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                request(path)
                        .header("content-type", "text/plain")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.server().httpPort() + path));
    }
}
