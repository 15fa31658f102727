package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.makolet.avro.Erasure;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.WatchTransitionsRequest;
import io.makolet.v1.WatchTransitionsResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to those who watch transitions, by a node that reads them from a real broker. */
class WatchTransitionsTest {

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
    void goesOnBehindEachPositionWithoutLossOrRepetition() {
        publish("resumed", 40);
        List<WatchTransitionsResponse> all = watch("earliest", "resumed", 40);
        assertThat(all).extracting(WatchTransitionsTest::name).doesNotHaveDuplicates();
        for (int seen = 0; seen < all.size(); seen += 7) {
            List<WatchTransitionsResponse> rest = watch(all.get(seen).getPosition(), "resumed", all.size() - seen - 1);
            assertThat(rest)
                    .extracting(WatchTransitionsTest::name)
                    .containsExactlyInAnyOrderElementsOf(all.subList(seen + 1, all.size()).stream()
                            .map(WatchTransitionsTest::name)
                            .toList());
        }
    }

    @Test
    void tellsACustomersTransitionsInOrder() {
        publish("ordered", 40);
        List<WatchTransitionsResponse> all = watch("earliest", "ordered", 40);
        for (int customer = 0; customer < 4; customer++) {
            String id = "c" + customer;
            assertThat(all)
                    .filteredOn(answer -> answer.getTransition().getCustomerId().equals(id))
                    .extracting(answer -> answer.getTransition().getSequence())
                    .isSorted();
        }
        assertThat(all.get(0).getTransition().getCause()).isEqualTo("timer");
        assertThat(all.get(0).getTransition().getEventId()).isEmpty();
        assertThat(all.get(0).getTransition().getEffectiveAt().getSeconds()).isEqualTo(Views.AS_OF / 1_000);
    }

    @Test
    void beginsWithWhatComesFromNowOn() {
        publish("old", 3);
        log.flush();
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            Iterator<WatchTransitionsResponse> answers =
                    context.wrap(() -> open("", "old")).call();
            assertThat(answers.next().hasTransition()).isFalse();
            log.publish("later", transition("old", 1));
            assertThat(next(answers).getTransition().getCustomerId()).isEqualTo("later");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void doesNotTellWhatWasTakenBack() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "job"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unusedTaken = producer.send(log.record("x", transition("committed", 1)));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            var unusedKept = producer.send(log.record("x", transition("committed", 2)));
            producer.commitTransaction();
        }
        List<WatchTransitionsResponse> all = watch("earliest", "committed", 1);
        assertThat(all.get(0).getTransition().getSequence()).isEqualTo(2);
    }

    @Test
    void tellsOfWhoWasForgottenOnlyThatItEnded() {
        log.publish("erased", transition("told", 1));
        log.flush();
        Erasure erasure = log.erase("erased");
        log.publish("erased", new Transition("told", 1, 2, Truth.FALSE, Views.AS_OF, Transition.Cause.ERASURE, null));
        log.publish("other", transition("told", 1));
        log.publish(Views.member("erased", 1));
        log.flush();
        await().atMost(PATIENCE).until(() -> node.status().getViewsPassedOver() > 0);
        assertThat(erasure).isNotNull();
        assertThat(watch("earliest", "told", 2))
                .extracting(WatchTransitionsTest::name)
                .containsExactlyInAnyOrder("erased/2", "other/1");
    }

    @Test
    void saysWhatIsWrongWithAPosition() {
        assertThatThrownBy(() -> open("yesterday", "s").next())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("INVALID_ARGUMENT: position is 'yesterday', expected the position of an earlier answer, "
                        + "'earliest', or nothing");
        assertThatThrownBy(() -> open("1:3,4", "s").next())
                .hasMessage("OUT_OF_RANGE: the position is of 2 partitions, the log has 8");
        assertThatThrownBy(() -> open("1:999999,0,0,0,0,0,0,0", "s").next())
                .hasMessageStartingWith("OUT_OF_RANGE: the position is at 999999 of partition 0, kept is 0 to ");
    }

    @Test
    void isToldWhenTheNodeCloses() throws Exception {
        try (TestNode closing = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("b"))) {
            Iterator<WatchTransitionsResponse> answers = PersonalizationGrpc.newBlockingStub(closing.channel())
                    .watchTransitions(WatchTransitionsRequest.getDefaultInstance());
            assertThat(answers.next().hasTransition()).isFalse();
            closing.server().close();
            assertThatThrownBy(() -> next(answers))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
                    .hasMessageContaining("this node is closing");
        }
    }

    private static void publish(String segment, int count) {
        for (int i = 0; i < count; i++) {
            log.publish("c" + i % 4, transition(segment, 1 + i / 4));
        }
        log.flush();
    }

    private static Transition transition(String segment, long sequence) {
        return new Transition(segment, 1, sequence, Truth.TRUE, Views.AS_OF, Transition.Cause.TIMER, null);
    }

    /** So many transitions of a segment behind a position; then the watch is given up. */
    private static List<WatchTransitionsResponse> watch(String position, String segment, int count) {
        List<WatchTransitionsResponse> result = new ArrayList<>();
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            context.run(() -> {
                Iterator<WatchTransitionsResponse> answers = open(position, segment);
                while (result.size() < count) {
                    result.add(next(answers));
                }
            });
        }
        return result;
    }

    private static WatchTransitionsResponse next(Iterator<WatchTransitionsResponse> answers) {
        WatchTransitionsResponse answer = answers.next();
        return answer.hasTransition() ? answer : next(answers);
    }

    private static Iterator<WatchTransitionsResponse> open(String position, String segment) {
        return PersonalizationGrpc.newBlockingStub(node.channel())
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .watchTransitions(WatchTransitionsRequest.newBuilder()
                        .setPosition(position)
                        .addSegmentIds(segment)
                        .build());
    }

    private static String name(WatchTransitionsResponse answer) {
        return answer.getTransition().getCustomerId() + "/"
                + answer.getTransition().getSequence();
    }
}
