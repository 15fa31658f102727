package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
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
    void answersTheSameBytesUntilSomethingChanges() throws Exception {
        log.publish(Views.member("noa", 1));
        await().atMost(PATIENCE).until(() -> node.customer("noa").getKnown());
        String path = "/v1/customers/noa/offers?placement=home-hero&limit=2&language=he,en&utm_source=mail";
        HttpResponse<String> first = get(path);
        JsonNode offers = json(first, 200);
        assertThat(offers.path("customerId").asText()).isEqualTo("noa");
        assertThat(offers.path("offers").get(0).path("title").asText()).isEqualTo("for-loyal בעברית");
        assertThat(offers.path("asOf").isNull() || offers.path("asOf").isMissingNode())
                .isTrue();
        assertThat(header(first, "cache-control")).isEqualTo("private, max-age=30");
        assertThat(header(first, "makolet-as-of")).startsWith("2011-03-13T");
        assertThat(header(first, "makolet-stale")).isEqualTo("false");
        assertThat(first.headers().firstValue("makolet-default")).isEmpty();

        HttpResponse<String> second = get(path);
        assertThat(second.body()).isEqualTo(first.body());
        HttpResponse<String> kept = http.send(
                request(path)
                        .header("if-none-match", "\"other\", W/" + header(first, "etag"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(kept.statusCode()).isEqualTo(304);
        assertThat(kept.body()).isEmpty();
        assertThat(header(kept, "etag")).isEqualTo(header(first, "etag"));

        Version next = new Version(0, 2, 1, 0);
        long flip = Views.AS_OF + 17_000;
        log.publish(Views.view(
                "noa",
                next,
                List.of(Views.membership(0, Truth.TRUE, new Flip(flip, Truth.FALSE))),
                List.of(new OfferScore(1, 7))));
        await().atMost(PATIENCE).until(() -> !get(path).body().equals(first.body()));
        HttpResponse<String> changed = get(path);
        assertThat(header(changed, "etag")).isNotEqualTo(header(first, "etag"));
        assertThat(header(changed, "cache-control")).isEqualTo("private, max-age=7");
        assertThat(json(changed, 200).path("decisionId")).isNotEqualTo(offers.path("decisionId"));
    }

    @Test
    void saysWhatIsWrongWithAQuestionForAPage() throws Exception {
        JsonNode limit = json(get("/v1/customers/dana/offers?limit=many"), 400);
        assertThat(limit.path("message").asText()).isEqualTo("limit is 'many', expected a whole number");
        assertReason(limit, "INVALID_FIELD", "makolet.io");
        assertReason(json(get("/v1/customers/dana/offers?limit=101"), 400), "INVALID_FIELD", "makolet.io");
        assertReason(json(get("/v1/customers/" + "x".repeat(513) + "/offers"), 400), "INVALID_FIELD", "makolet.io");
    }

    @Test
    void namesNobodyWhoIsAskedForByAToken() throws Exception {
        JsonNode made = json(post("/v1/tokens", "{\"customerIds\": [\"dana\", \"noa\"], \"goodFor\": \"60s\"}"), 200);
        String token = made.path("tokens").get(0).asText();
        HttpResponse<String> answer = get("/v1/t/" + token + "/offers?placement=home-hero");
        JsonNode offers = json(answer, 200);
        assertThat(offers.path("offers").get(0).path("id").asText()).isEqualTo("for-loyal");
        assertThat(answer.body()).doesNotContain("dana");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");

        assertReason(json(get("/v1/t/" + token.substring(1) + "/offers"), 404), "INVALID_TOKEN", "makolet.io");
        JsonNode tooLong = json(post("/v1/tokens", "{\"customerIds\": [\"dana\"], \"goodFor\": \"0s\"}"), 400);
        assertThat(tooLong.path("message").asText()).isEqualTo("good_for is 0 s, expected 1 s to 34560000 s");
        assertReason(json(post("/v1/tokens", "{}"), 400), "INVALID_FIELD", "makolet.io");
    }

    @Test
    void offersDefaultsWhereItCannotAnswerAndSaysSo() throws Exception {
        try (TestNode waiting = TestNode.start("127.0.0.1:1", log.registry(), directory.resolve("waiting"))) {
            HttpResponse<String> answer = waiting.get("/v1/customers/dana/offers?placement=home-hero");
            assertThat(json(answer, 200).path("offers")).isEmpty();
            assertThat(header(answer, "makolet-default")).isEqualTo("not-ready");
            assertThat(header(answer, "makolet-stale")).isEqualTo("true");
            assertThat(header(answer, "cache-control")).isEqualTo("no-store");
            HttpResponse<String> exact = waiting.get("/v1/customers/dana");
            assertReason(json(exact, 503), "NOT_READY", "makolet.io");
            assertThat(header(exact, "retry-after")).isEqualTo("1");
        }
    }

    @Test
    void refusesATokenWhoseTimeIsOver() throws Exception {
        Path data = directory.resolve("later");
        try (TestNode later = TestNode.start(broker.bootstrapServers(), log.registry(), data)) {
            await().atMost(PATIENCE).until(later.server()::ready);
            String token = token(later);
            assertThat(later.get("/v1/t/" + token + "/offers").statusCode()).isEqualTo(200);
            later.pass(Duration.ofDays(31));
            assertReason(json(later.get("/v1/t/" + token + "/offers"), 410), "EXPIRED_TOKEN", "makolet.io");
            HttpResponse<byte[]> picture = image(later, token, "");
            assertThat(header(picture, "makolet-default")).isEqualTo("expired");
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth())
                    .isEqualTo(1);
        }
    }

    @Test
    void drawsTheOfferWhenAMailIsOpened() throws Exception {
        String token = token(node);
        HttpResponse<byte[]> picture = image(node, token, "?placement=home-hero&language=he&width=300&height=80");
        assertThat(header(picture, "content-type")).isEqualTo("image/png");
        assertThat(header(picture, "cache-control")).contains("no-store");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertThat(image.getWidth()).isEqualTo(300);
        assertThat(image.getHeight()).isEqualTo(80);
        assertThat(image(node, token, "?placement=home-hero&language=he&width=300&height=80")
                        .body())
                .isEqualTo(picture.body());
        assertThat(image(node, token, "?placement=home-hero&language=en&width=300&height=80")
                        .body())
                .isNotEqualTo(picture.body());
        assertThat(image(node, token, "?width=9").statusCode()).isEqualTo(400);
        assertThat(image(node, "nobody", "").statusCode()).isEqualTo(404);
    }

    @Test
    void servesTheScriptOfPages() throws Exception {
        HttpResponse<String> script = get("/makolet.js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.body()).contains("data-makolet-placement");
        assertThat(script.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(5_000);
        assertThat(header(script, "content-type")).startsWith("text/javascript");
        HttpResponse<String> kept = http.send(
                request("/makolet.js")
                        .header("if-none-match", header(script, "etag"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(kept.statusCode()).isEqualTo(304);
    }

    @Test
    void letsThePagesOfTheShopAskAndNoOthers() throws Exception {
        HttpResponse<String> shop = http.send(
                request("/v1/customers/dana/offers")
                        .header("origin", "https://shop.example")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(header(shop, "access-control-allow-origin")).isEqualTo("https://shop.example");
        assertThat(header(shop, "access-control-expose-headers")).contains("makolet-default");
        HttpResponse<String> other = http.send(
                request("/v1/customers/dana/offers")
                        .header("origin", "https://other.example")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        HttpResponse<String> asked = http.send(
                request("/v1/track")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("origin", "https://shop.example")
                        .header("access-control-request-method", "POST")
                        .header("access-control-request-headers", "content-type")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(header(asked, "access-control-allow-methods")).contains("POST");
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
    void answersAStreamThatIsLongerThanAnyRequest() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", node.server().httpPort())
                .usePlaintext()
                .build();
        GetOffersRequest question =
                GetOffersRequest.newBuilder().setCustomerId("x".repeat(500)).build();
        StreamOffersRequest request = StreamOffersRequest.newBuilder()
                .addAllQuestions(Collections.nCopies(100, question))
                .build();
        CountDownLatch answers = new CountDownLatch(40);
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            StreamObserver<StreamOffersRequest> requests = PersonalizationGrpc.newStub(channel)
                    .streamOffers(new StreamObserver<>() {
                        @Override
                        public void onNext(StreamOffersResponse answer) {
                            answers.countDown();
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
            for (int i = 0; i < 40; i++) {
                requests.onNext(request);
            }
            requests.onCompleted();
            end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answers.getCount()).isZero();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void showsWhatCanBeAsked() throws Exception {
        assertThat(get("/docs/").body()).contains("<html");
        assertThat(get("/docs/specification.json").body()).contains("makolet.v1.Personalization");
    }

    private static String token(TestNode of) {
        return AdminGrpc.newBlockingStub(of.channel())
                .makeTokens(
                        MakeTokensRequest.newBuilder().addCustomerIds("dana").build())
                .getTokens(0);
    }

    private static HttpResponse<byte[]> image(TestNode of, String token, String query) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + of.server().httpPort() + "/v1/t/" + token + "/image.png" + query);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
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

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
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
