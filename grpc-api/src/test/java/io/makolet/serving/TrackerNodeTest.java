package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.makolet.client.Channels;
import io.makolet.client.Tracker;
import io.makolet.schemas.Topic;
import io.makolet.v1.TrackedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's tracker at a node that comes and goes. */
class TrackerNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 2_000;

    /** In the log are all that were told of, in their order, but for those sent again, which are there twice. */
    @Test
    void bringsAllIntoTheLogThoughTheNodeGoesOnTheWay(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            EventTopics.create(broker);
            log.completeThrough(1, Views.AS_OF);
            log.flush();
            TestNode node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
            int grpc = node.server().grpcPort();
            int http = node.server().httpPort();
            ManagedChannel channel = Channels.plaintext("dns:///127.0.0.1:" + grpc);
            List<CompletableFuture<Status>> became = new ArrayList<>();
            try (Tracker tracker = new Tracker(channel, EVENTS + 1, PATIENCE)) {
                for (int i = 0; i < EVENTS / 2; i++) {
                    became.add(tracker.track(view("c" + i)));
                }
                became.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                node.close();
                for (int i = EVENTS / 2; i < EVENTS; i++) {
                    became.add(tracker.track(view("c" + i)));
                }
                CompletableFuture<Status> wrong =
                        tracker.track(view("c0").toBuilder().setType("purchase").build());
                node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"), grpc, http);
                assertThat(wrong.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).satisfies(status -> {
                    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(status.getDescription())
                            .isEqualTo("fields.order_id is 'null', expected a value, as of every purchase");
                });
            } finally {
                channel.shutdownNow();
                node.close();
            }
            assertThat(became).allSatisfy(one -> assertThat(one.join().isOk()).isTrue());
            assertThat(EventTopics.customers(broker, Topic.CLICKSTREAM).stream().distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, EVENTS).mapToObj(i -> "c" + i).toList());
        }
    }

    @Test
    void losesWhatIsTooMuchOrTooLargeAndSaysSo() {
        ManagedChannel nobody = Channels.plaintext("dns:///127.0.0.1:1");
        CompletableFuture<Status> first;
        CompletableFuture<Status> second;
        try (Tracker tracker = new Tracker(nobody, 1, Duration.ofMillis(200))) {
            first = tracker.track(view("a"));
            second = tracker.track(view("b"));
            assertThat(second).isDone();
            assertThat(tracker.track(view("x".repeat(1_000_000))).join().getDescription())
                    .endsWith("expected at most 1000000");
            await().atMost(PATIENCE).until(first::isDone);
        } finally {
            nobody.shutdownNow();
        }
        assertThat(first.join().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(second.join().getDescription()).isEqualTo("1 events wait, expected fewer than 1");
    }

    @Test
    void givesUpWhatWaits() {
        ManagedChannel nobody = Channels.plaintext("dns:///127.0.0.1:1");
        CompletableFuture<Status> sent;
        CompletableFuture<Status> waiting;
        try (Tracker tracker = new Tracker(nobody, 1_000, PATIENCE)) {
            sent = tracker.track(view("a"));
            waiting = tracker.track(view("b"));
            tracker.abandon();
            assertThat(tracker.track(view("c")).join().getDescription()).isEqualTo("the tracker is closed");
        } finally {
            nobody.shutdownNow();
        }
        assertThat(sent.join().isOk()).isFalse();
        assertThat(waiting.join().isOk()).isFalse();
    }

    private static TrackedEvent view(String customer) {
        return TrackedEvent.newBuilder()
                .setCustomerId(customer)
                .setType("page_view")
                .build();
    }
}
