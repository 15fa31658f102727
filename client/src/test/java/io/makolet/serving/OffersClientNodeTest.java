package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.makolet.client.Channels;
import io.makolet.client.Offers;
import io.makolet.client.OffersClient;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client at a node that comes and goes; here for the node of the tests of serving. */
class OffersClientNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void givesTheNodesOffersAndDefaultsOnceItIsGone(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            log.publish(Definitions.segment("loyal", 0, null));
            log.publish(Definitions.offer("all", 0).margin(1_000_000).build());
            log.publish(Views.member("dana", 3));
            log.completeThrough(1, Views.AS_OF);
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
