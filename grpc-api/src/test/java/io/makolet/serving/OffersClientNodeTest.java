package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.makolet.client.BulkOffers;
import io.makolet.client.Channels;
import io.makolet.client.Offers;
import io.makolet.client.OffersClient;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client at a node that comes and goes. */
class OffersClientNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MAILED = 2_000;
    private static final int GONE_AFTER = 700;

    /** The node goes after some answers and comes back at the same port. */
    @Test
    void mailsEverybodyOnceThoughTheNodeGoesOnTheWay(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
            log.completeThrough(1, Views.AS_OF);
            log.flush();
            List<GetOffersRequest> questions = IntStream.range(0, MAILED)
                    .mapToObj(i -> GetOffersRequest.newBuilder()
                            .setCustomerId(i == 1 ? "" : "c" + i)
                            .build())
                    .toList();
            TestNode[] node = {TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"))};
            int grpc = node[0].server().grpcPort();
            int http = node[0].server().httpPort();
            ManagedChannel channel = Channels.plaintext("dns:///127.0.0.1:" + grpc);
            try {
                List<String> mailed = new ArrayList<>();
                List<String> wrong = new ArrayList<>();
                BulkOffers.ask(channel, questions, (question, answer) -> {
                    (answer.hasOffers() ? mailed : wrong).add(question.getCustomerId());
                    if (mailed.size() == GONE_AFTER) {
                        node[0].close();
                        node[0] = startAgain(broker, log, directory.resolve("node"), grpc, http);
                    }
                });
                assertThat(wrong).containsExactly("");
                assertThat(mailed)
                        .containsExactlyElementsOf(questions.stream()
                                .map(GetOffersRequest::getCustomerId)
                                .filter(id -> !id.isEmpty())
                                .toList());
            } finally {
                channel.shutdownNow();
                node[0].close();
            }
        }
    }

    private static TestNode startAgain(EmbeddedBroker broker, TestLog log, Path directory, int grpc, int http) {
        try {
            return TestNode.start(broker.bootstrapServers(), log.registry(), directory, grpc, http);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void givesTheNodesOffersAndDefaultsOnceItIsGone(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            log.publish(Definitions.segment("loyal", 0, null));
            log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
            log.publish(Views.member("dana", 3));
            log.completeThrough(1, Views.AS_OF);
            log.flush();
            TestNode node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
            ManagedChannel channel =
                    Channels.plaintext("dns:///127.0.0.1:" + node.server().grpcPort());
            try {
                await().atMost(PATIENCE).until(node.server()::ready);
                Offer ours = Offer.newBuilder().setId("ours").build();
                OffersClient client =
                        new OffersClient(channel, Duration.ofSeconds(10), Map.of("home-hero", List.of(ours)));
                GetOffersRequest request = GetOffersRequest.newBuilder()
                        .setCustomerId("dana")
                        .setPlacement("home-hero")
                        .build();
                Offers before = client.get(request);
                assertThat(before).isInstanceOf(Offers.Answered.class);
                assertThat(before.offers()).extracting(Offer::getId).containsExactly("all");
                node.close();
                assertThat(client.get(request)).isInstanceOfSatisfying(Offers.Default.class, given -> {
                    assertThat(given.offers()).containsExactly(ours);
                    assertThat(given.why().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                });
            } finally {
                channel.shutdownNow();
                node.close();
            }
        }
    }
}
