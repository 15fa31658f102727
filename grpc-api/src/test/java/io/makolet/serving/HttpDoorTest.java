package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.domain.segment.Condition;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see at the HTTP port of a node that follows a real broker. */
class HttpDoorTest {

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
        log.publish(Definitions.segment("loyal", 0, null));
        log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
        log.publish(Definitions.offer("for-loyal", 1)
                .margin(5_000_000)
                .placements("home-hero")
                .eligible(new Condition.In("loyal"))
                .build());
        log.publish(Views.member("dana", 3));
        log.completeThrough(1, Views.AS_OF + 10_000);
        log.flush();
        node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
        await().atMost(PATIENCE).until(node.server()::ready);
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        node.close();
        log.close();
        broker.close();
    }

    @Test
    void answersTheServicesAsJson() throws Exception {
        JsonNode dana = json(get("/v1/customers/dana"), 200);
        assertThat(dana.path("customerId").asText()).isEqualTo("dana");
        assertThat(dana.path("known").asBoolean()).isTrue();
        assertThat(dana.path("segments").path(0).path("value").asText()).isEqualTo("TRUE");

        JsonNode checked = json(get("/v1/customers/dana/segments?segment_ids=loyal&segmentIds=gone"), 200);
        assertThat(checked.path("segments")).hasSize(2);

        JsonNode offers = json(post("/v1/customers/dana/offers", "{\"placement\": \"home-hero\"}"), 200);
        assertThat(offers.path("offers").get(0).path("id").asText()).isEqualTo("for-loyal");
        assertThat(offers.path("decisionId").asText()).hasSize(36);

        assertThat(json(get("/v1/status"), 200).path("ready").asBoolean()).isTrue();
    }

    @Test
    void tellsWhatIsWrongForProgramsAndForPeople() throws Exception {
        JsonNode field = json(post("/v1/customers/dana/offers", "{\"limit\": 101}"), 400);
        assertThat(field.path("code").asInt()).isEqualTo(3);
        assertThat(field.path("message").asText()).isEqualTo("limit is 101, expected 1 to 100, or 0 for 10");
        assertThat(field.path("details")
                        .get(0)
                        .path("fieldViolations")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo("limit");
        assertReason(field, "INVALID_FIELD", "makolet.io");

        JsonNode segment = json(get("/v1/customers/dana/segments/gone/explanation"), 404);
        assertReason(segment, "NO_SUCH_SEGMENT", "makolet.io");
        assertThat(info(segment).path("metadata").path("segment").asText()).isEqualTo("gone");

        assertReason(json(post("/v1/customers/dana/offers", "{\"limit\": "), 400), "MALFORMED_REQUEST", "makolet.io");
        assertReason(json(get("/v2/customers"), 404), "NO_SUCH_PATH", "makolet.io");
        assertReason(json(post("/healthz", ""), 405), "NO_SUCH_PATH", "makolet.io");
        assertReason(json(post("/v1/customers/dana/offers", "x".repeat(2 << 20)), 413), "TOO_LARGE", "makolet.io");
    }

    @Test
    void speaksGrpcWeb() throws Exception {
        byte[] message =
                GetCustomerRequest.newBuilder().setCustomerId("dana").build().toByteArray();
        byte[] frame = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        HttpResponse<byte[]> answer = http.send(
                request("/makolet.v1.Personalization/GetCustomer")
                        .header("content-type", "application/grpc-web+proto")
                        .POST(BodyPublishers.ofByteArray(frame))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        ByteBuffer body = ByteBuffer.wrap(answer.body());
        assertThat(body.get()).isZero();
        byte[] customer = new byte[body.getInt()];
        body.get(customer);
        assertThat(Customer.parseFrom(customer).getKnown()).isTrue();
    }

    @Test
    void showsWhatCanBeAsked() throws Exception {
        assertThat(get("/docs/").body()).contains("<html");
        assertThat(get("/docs/specification.json").body()).contains("makolet.v1.Personalization");
    }

    private static void assertReason(JsonNode status, String reason, String domain) {
        assertThat(info(status).path("reason").asText()).isEqualTo(reason);
        assertThat(info(status).path("domain").asText()).isEqualTo(domain);
    }

    private static JsonNode info(JsonNode status) {
        for (JsonNode detail : status.path("details")) {
            if (detail.path("@type").asText().endsWith("google.rpc.ErrorInfo")) {
                return detail;
            }
        }
        throw new AssertionError("no ErrorInfo in " + status);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.server().httpPort() + path));
    }
}
