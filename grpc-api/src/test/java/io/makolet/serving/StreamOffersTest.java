package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mailers get who ask for the offers of many. */
class StreamOffersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
        log.publish(Views.member("dana", 3));
        log.completeThrough(1, Views.AS_OF);
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
    void answersAsTheSingleCallDoes() throws Exception {
        Mailer mailer = new Mailer();
        mailer.read(Integer.MAX_VALUE);
        mailer.send(request(17, "dana", "nobody"));
        mailer.complete();
        assertThat(mailer.end()).isEqualTo(Status.Code.OK);
        StreamOffersResponse answer = mailer.answers.remove();
        assertThat(answer.getRequestId()).isEqualTo(17);
        assertThat(answer.getAnswersList())
                .extracting(one -> one.getOffers().toBuilder().clearDecisionId().build())
                .containsExactly(single("dana"), single("nobody"));
    }

    @Test
    void letsAWrongQuestionSpoilNoOther() throws Exception {
        Mailer mailer = new Mailer();
        mailer.read(Integer.MAX_VALUE);
        mailer.send(request(1, "dana", "", "dana"));
        mailer.complete();
        assertThat(mailer.end()).isEqualTo(Status.Code.OK);
        StreamOffersResponse answer = mailer.answers.remove();
        assertThat(answer.getAnswers(1).getError().getMessage())
                .isEqualTo("customer_id has 0 bytes, expected 1 to 512");
        assertThat(answer.getAnswers(2).getOffers().getOffersCount()).isEqualTo(1);
    }

    @Test
    void refusesARequestThatAsksForTooMuch() throws Exception {
        Mailer mailer = new Mailer();
        mailer.read(Integer.MAX_VALUE);
        mailer.send(StreamOffersRequest.newBuilder()
                .addAllQuestions(Collections.nCopies(
                        26,
                        GetOffersRequest.newBuilder()
                                .setCustomerId("dana")
                                .setLimit(100)
                                .build()))
                .build());
        assertThat(mailer.end()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    /** The answers wait at the caller and on the way; what does not go out keeps the next requests from being read. */
    @Test
    void readsNoMoreThanTheCallerTakes() throws Exception {
        String[] ids = LongStream.range(0, 256).mapToObj(i -> "customer-" + i).toArray(String[]::new);
        Mailer slow = new Mailer();
        int sent = 0;
        for (int quiet = 0; quiet < 20; quiet++) {
            while (slow.call().isReady()) {
                slow.send(request(sent++, ids));
                quiet = 0;
            }
            assertThat(sent).isLessThan(2_000);
            assertThat(node.customer("dana").getKnown()).isTrue();
        }
        slow.read(Integer.MAX_VALUE);
        slow.complete();
        assertThat(slow.end()).isEqualTo(Status.Code.OK);
        assertThat(slow.answers)
                .extracting(StreamOffersResponse::getRequestId)
                .containsExactlyElementsOf(LongStream.range(0, sent).boxed().toList());
    }

    private static GetOffersResponse single(String id) {
        return node.offers(GetOffersRequest.newBuilder().setCustomerId(id)).toBuilder()
                .clearDecisionId()
                .build();
    }

    private static StreamOffersRequest request(long number, String... ids) {
        return StreamOffersRequest.newBuilder()
                .setRequestId(number)
                .addAllQuestions(List.of(ids).stream()
                        .map(id ->
                                GetOffersRequest.newBuilder().setCustomerId(id).build())
                        .toList())
                .build();
    }

    /** A caller who reads as much as it is told to. */
    private static final class Mailer implements ClientResponseObserver<StreamOffersRequest, StreamOffersResponse> {

        final ConcurrentLinkedQueue<StreamOffersResponse> answers = new ConcurrentLinkedQueue<>();
        final CompletableFuture<Status.Code> ended = new CompletableFuture<>();
        private @Nullable ClientCallStreamObserver<StreamOffersRequest> call;

        Mailer() {
            var unused = PersonalizationGrpc.newStub(node.channel()).streamOffers(this);
        }

        ClientCallStreamObserver<StreamOffersRequest> call() {
            return Objects.requireNonNull(call);
        }

        void send(StreamOffersRequest request) {
            call().onNext(request);
        }

        void read(int answersMore) {
            call().request(answersMore);
        }

        Status.Code end() throws Exception {
            return ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        void complete() {
            call().onCompleted();
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamOffersRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(StreamOffersResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.Code.OK);
        }
    }
}
