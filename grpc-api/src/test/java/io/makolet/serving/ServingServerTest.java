package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.makolet.avro.Erasure;
import io.makolet.avro.Product;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.CheckSegmentsRequest;
import io.makolet.v1.CheckSegmentsResponse;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import io.makolet.v1.PartitionStatus;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see of a node that follows a real broker. */
class ServingServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long COMPLETE = Views.AS_OF + 10_000;

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static TestLog log;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedBroker(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        log.publish(Definitions.segment("loyal", 0, null));
        log.publish(Definitions.segment("reachable", 1, "marketing"));
        log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
        log.publish(Definitions.offer("for-loyal", 1)
                .margin(5_000_000)
                .placements("home-hero")
                .eligible(new Condition.In("loyal"))
                .build());
        log.publish(Definitions.offer("for-others", 2)
                .margin(4_000_000)
                .eligible(new Condition.Not(new Condition.In("loyal")))
                .products("P1", "P2")
                .build());
        log.publish(Product.newBuilder()
                .setProductId("P2")
                .setImageUrl("/p2.png")
                .setUrl("/p2")
                .setUpdatedAt(Instant.EPOCH)
                .build());
        log.completeThrough(1, COMPLETE);
        node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
        await().atMost(PATIENCE).until(node.server()::ready);
    }

    @AfterAll
    static void stop() {
        node.close();
        log.close();
        broker.close();
    }

    @Test
    void servesACustomerThatTheLogTellsOf() {
        log.publish(Views.member("dana", 3));
        await().atMost(PATIENCE).until(() -> node.customer("dana").getKnown());
        Customer dana = node.customer("dana");
        assertThat(dana.getVersion().getApplied()).isEqualTo(3);
        assertThat(dana.getLastEventId()).isEqualTo("event-3");
        assertThat(dana.getSegments(0).getId()).isEqualTo("loyal");
        assertThat(dana.getSegments(0).getValue()).isEqualTo(io.makolet.v1.Truth.TRUE);
        assertThat(dana.getSegments(1).getValue()).isEqualTo(io.makolet.v1.Truth.UNKNOWN);
        assertThat(dana.getStale()).isFalse();
    }

    @Test
    void doesNotKnowACustomerThatTheLogDoesNotTellOf() {
        Customer nobody = node.customer("nobody");
        assertThat(nobody.getKnown()).isFalse();
        assertThat(nobody.getSegmentsList()).isEmpty();
        assertThat(nobody.hasAsOf()).isTrue();
    }

    @Test
    void checksTheSegmentsThatAreAskedFor() {
        log.publish(Views.member("gal", 1));
        await().atMost(PATIENCE).until(() -> node.customer("gal").getKnown());
        CheckSegmentsResponse answer = node.personalization()
                .checkSegments(CheckSegmentsRequest.newBuilder()
                        .setCustomerId("gal")
                        .addAllSegmentIds(List.of("reachable", "gone", "loyal"))
                        .build());
        assertThat(answer.getVersion().getApplied()).isEqualTo(1);
        assertThat(answer.getSegmentsList())
                .containsExactly(
                        node.customer("gal").getSegments(1),
                        SegmentMembership.newBuilder()
                                .setId("gone")
                                .setValue(io.makolet.v1.Truth.UNKNOWN)
                                .setReason("no live segment")
                                .build(),
                        node.customer("gal").getSegments(0));
        assertThat(answer.getAsOf()).isEqualTo(node.customer("gal").getAsOf());
        assertThatThrownBy(() -> node.personalization()
                        .checkSegments(CheckSegmentsRequest.newBuilder()
                                .setCustomerId("gal")
                                .build()))
                .hasMessage("INVALID_ARGUMENT: segment_ids has 0 ids, expected 1 to 256");
    }

    @Test
    void passesOverAnOlderView() {
        long before = node.status().getViewsPassedOver();
        log.publish(Views.member("noa", 7));
        log.publish(Views.member("noa", 6));
        await().atMost(PATIENCE).until(() -> node.status().getViewsPassedOver() == before + 1);
        assertThat(node.customer("noa").getVersion().getApplied()).isEqualTo(7);
    }

    @Test
    void forgetsACustomerOfWhomOnlyATombstoneIsLeft() {
        log.publish(Views.member("yael", 1));
        await().atMost(PATIENCE).until(() -> node.customer("yael").getKnown());
        log.forget("yael");
        await().atMost(PATIENCE).until(() -> !node.customer("yael").getKnown());
    }

    @Test
    void forgetsWhoWasErasedAndKnowsWhoBeginsAnew() throws PoisonException {
        log.publish(Views.member("noa", 3));
        await().atMost(PATIENCE).until(() -> node.customer("noa").getKnown());
        Erasure erasure = log.erase("noa");
        await().atMost(PATIENCE).until(() -> !node.customer("noa").getKnown());

        long passedOver = node.status().getViewsPassedOver();
        log.forget("noa");
        log.publish(Views.member("noa", 4));
        await().atMost(PATIENCE).until(() -> node.status().getViewsPassedOver() > passedOver);
        assertThat(node.customer("noa").getKnown())
                .as("from a view that was written late")
                .isFalse();

        int era = ErasureMapping.toDomain("noa", erasure, erasure.getErasedAt().toEpochMilli())
                .era();
        log.publish(Views.view("noa", new Version(era, 1, 1, 0), List.of(), List.of()));
        await().atMost(PATIENCE).until(() -> node.customer("noa").getKnown());
    }

    @Test
    void changesAMembershipWhenEverythingUntilThenWasRead() {
        long flip = node.server().completeThrough() + 1_000;
        log.publish(Views.view(
                "omer",
                new Version(0, 1, 1, 0),
                List.of(Views.membership(0, Truth.TRUE, new Flip(flip, Truth.FALSE))),
                List.of()));
        log.completeThrough(1, flip - 1);
        await().atMost(PATIENCE).until(() -> node.server().completeThrough() == flip - 1);
        assertThat(node.customer("omer").getSegments(0).getValue()).isEqualTo(io.makolet.v1.Truth.TRUE);
        log.completeThrough(1, flip);
        await().atMost(PATIENCE).until(() -> node.server().completeThrough() == flip);
        assertThat(node.customer("omer").getSegments(0).getValue()).isEqualTo(io.makolet.v1.Truth.FALSE);
    }

    @Test
    void ranksOffersByTheCustomersOwnScores() {
        log.publish(Views.view(
                "lior",
                new Version(0, 1, 1, 0),
                List.of(Views.membership(0, Truth.TRUE)),
                List.of(new OfferScore(0, 9), new OfferScore(1, 8), new OfferScore(2, 7))));
        await().atMost(PATIENCE).until(() -> node.customer("lior").getKnown());
        GetOffersResponse answer = node.offers(GetOffersRequest.newBuilder()
                .setCustomerId("lior")
                .setPlacement("home-hero")
                .addLanguages("he-IL"));
        assertThat(answer.getOffersList()).extracting(Offer::getId).containsExactly("all", "for-loyal");
        assertThat(answer.getOffers(0).getScore()).isEqualTo(9f);
        assertThat(answer.getOffers(0).getLanguage()).isEqualTo("he");
        assertThat(answer.getOffers(0).getTitle()).isEqualTo("all בעברית");
        assertThat(answer.getKnown()).isTrue();
        assertThat(answer.getDecisionId()).hasSize(36);
    }

    @Test
    void offersDefaultsToSomebodyUnknown() {
        GetOffersResponse answer = node.offers(GetOffersRequest.newBuilder().setCustomerId("visitor"));
        assertThat(answer.getKnown()).isFalse();
        assertThat(answer.getOffersList()).extracting(Offer::getId).containsExactly("for-others", "all");
        assertThat(answer.getOffers(0).getScore()).isPositive();
        assertThat(answer.getOffers(0).getLanguage()).isEqualTo("en");
    }

    @Test
    void showsAProductsPictureWhereTheOfferHasNone() {
        Offer offer = node.offers(
                        GetOffersRequest.newBuilder().setCustomerId("visitor").setLimit(1))
                .getOffers(0);
        assertThat(offer.getImageUrl()).isEqualTo("/p2.png");
        assertThat(offer.getUrl()).isEqualTo("/p2");
    }

    @Test
    void followsDefinitionsAsTheyChange() {
        GetOffersRequest.Builder request =
                GetOffersRequest.newBuilder().setCustomerId("visitor").setPlacement("lab");
        log.publish(Definitions.offer("passing", 3).placements("lab").build());
        await().atMost(PATIENCE).until(() -> offerIds(request).contains("passing"));
        log.retire("offer/passing");
        await().atMost(PATIENCE).until(() -> !offerIds(request).contains("passing"));
    }

    @Test
    void namesTheFieldTheValueAndWhatWasExpected() throws InvalidProtocolBufferException {
        assertThat(violation(GetOffersRequest.newBuilder().setCustomerId("a").setLimit(101)))
                .isEqualTo("limit is 101, expected 1 to 100, or 0 for 10");
        assertThat(violation(GetOffersRequest.newBuilder())).isEqualTo("customer_id has 0 bytes, expected 1 to 512");
        assertThat(violation(GetOffersRequest.newBuilder().setCustomerId("א".repeat(257))))
                .isEqualTo("customer_id has 514 bytes, expected 1 to 512");
        assertThat(violation(GetOffersRequest.newBuilder().setCustomerId("a").setPlacement("p".repeat(129))))
                .isEqualTo("placement has 129 characters, expected at most 128");
    }

    @Test
    void doesNoWorkThatNobodyWaitsForAnyMore() throws Exception {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "1n");
        PersonalizationGrpc.PersonalizationBlockingStub hasty = PersonalizationGrpc.newBlockingStub(
                ClientInterceptors.intercept(node.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)));
        assertThatThrownBy(() -> hasty.getCustomer(
                        GetCustomerRequest.newBuilder().setCustomerId("dana").build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode())
                                .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED));
    }

    @Test
    void passesOverWhatCannotBeReadAndGoesOn() throws Exception {
        long before = node.status().getPoison();
        log.publishPoison("tal", new byte[] {0, 0, 0});
        log.publishPoison("tal", new byte[] {7, 0, 0, 0, 1, 2, 3});
        log.publishPoison("tal", new byte[] {0, 0, 0, 99, 99, 2, 3});
        log.publish(Views.member("tal", 1));
        await().atMost(PATIENCE).until(() -> node.customer("tal").getKnown());
        assertThat(node.status().getPoison()).isEqualTo(before + 3);
        assertThat(node.get("/metrics").body())
                .contains(
                        "makolet_serving_poison_total{reason=\"unknown_schema\",topic=\"makolet.customer-views\"} 1.0");
    }

    @Test
    void tellsHowItDoes() throws Exception {
        log.publish(Views.member("shir", 1));
        await().atMost(PATIENCE).until(() -> node.customer("shir").getKnown());
        StatusResponse status = node.status();
        assertThat(status.getReady()).isTrue();
        assertThat(status.getPhase()).isEqualTo("ready");
        assertThat(status.getClock()).isEqualTo("log");
        assertThat(status.getCustomers()).isPositive();
        assertThat(status.getProducts()).isEqualTo(1);
        assertThat(status.getDefinitionsMap()).containsEntry("segment", 2);
        assertThat(status.getViewPartitionsList()).hasSize(TestLog.PARTITIONS);
        assertThat(status.getViewPartitionsList()).allMatch(PartitionStatus::hasCompleteThrough);
        assertThat(status.getAsOf().getSeconds()).isGreaterThanOrEqualTo(COMPLETE / 1_000);
        assertThat(node.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(node.get("/healthz").body()).isEqualTo("ok\n");
        assertThat(node.get("/readyz/below").statusCode()).isEqualTo(404);
        assertThat(node.get("/metrics").body())
                .contains("makolet_serving_requests_seconds_bucket{code=\"OK\"")
                .contains("makolet_serving_tail_lag_records{partition=\"0\"}")
                .contains("makolet_serving_views_applied_total")
                .contains("makolet_serving_store_bytes")
                .contains("makolet_serving_ready 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void isSeenByHealthAndReflection() throws Exception {
        assertThat(node.health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(node.health("makolet.v1.Personalization")).isEqualTo(ServingStatus.SERVING);
        CompletableFuture<ServerReflectionResponse> services = new CompletableFuture<>();
        var requests = ServerReflectionGrpc.newStub(node.channel()).serverReflectionInfo(new FirstAnswer<>(services));
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.get().getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("makolet.v1.Personalization", "makolet.v1.Admin", "grpc.health.v1.Health");
        requests.onCompleted();
    }

    @Test
    void answersWhatWasAskedBeforeItEnds() throws Exception {
        TestNode ending = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("ending"));
        CompletableFuture<StatusResponse> answer = new CompletableFuture<>();
        ClientCall<StatusRequest, StatusResponse> call =
                ending.channel().newCall(AdminGrpc.getStatusMethod(), CallOptions.DEFAULT);
        StreamObserver<StatusRequest> request = ClientCalls.asyncClientStreamingCall(call, new FirstAnswer<>(answer));
        // The call has come to the server before this one is answered.
        ending.status();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(ending.server()::close);
        await().atMost(PATIENCE).until(() -> refuses(ending));
        assertThat(closed).isNotDone();
        request.onNext(StatusRequest.getDefaultInstance());
        request.onCompleted();
        assertThat(answer.get().getClock()).isEqualTo("log");
        closed.get();
        ending.close();
    }

    @Test
    void namesAPortThatIsTakenAndItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            Path data = directory.resolve("taken");
            assertThatThrownBy(() -> TestNode.start(broker.bootstrapServers(), log.registry(), data, port, 0))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("port " + port + " for gRPC is taken")
                    .hasMessageContaining("grpc.port (MAKOLET_SERVING_GRPC_PORT)");
            assertThatThrownBy(() -> TestNode.start(broker.bootstrapServers(), log.registry(), data, 0, port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("port " + port + " for HTTP is taken")
                    .hasMessageContaining("http.port (MAKOLET_SERVING_HTTP_PORT)");
        }
    }

    private static boolean refuses(TestNode node) {
        try {
            node.status();
            return false;
        } catch (StatusRuntimeException e) {
            return true;
        }
    }

    private static List<String> offerIds(GetOffersRequest.Builder request) {
        return node.offers(request).getOffersList().stream().map(Offer::getId).toList();
    }

    private static String violation(GetOffersRequest.Builder request) throws InvalidProtocolBufferException {
        try {
            node.offers(request);
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            Any details = Objects.requireNonNull(StatusProto.fromThrowable(e)).getDetails(0);
            BadRequest.FieldViolation violation =
                    details.unpack(BadRequest.class).getFieldViolations(0);
            assertThat(e.getStatus().getDescription())
                    .isEqualTo(violation.getField() + " " + violation.getDescription());
            return violation.getField() + " " + violation.getDescription();
        }
        throw new AssertionError("the request was answered");
    }
}
