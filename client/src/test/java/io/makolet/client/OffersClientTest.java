package io.makolet.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OffersClientTest {

    private static final Offer OURS = Offer.newBuilder().setId("ours").build();
    private static final GetOffersRequest REQUEST = GetOffersRequest.newBuilder()
            .setCustomerId("13047")
            .setPlacement("home-hero")
            .build();

    @Test
    void givesDefaultsWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertDefault(port, Duration.ofSeconds(5), Status.Code.UNAVAILABLE);
    }

    @Test
    void givesDefaultsWhereNobodyAnswersInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertDefault(silent.getLocalPort(), Duration.ofMillis(50), Status.Code.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void givesDefaultsAtOnceWhereTooManyQuestionsAreOpen() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ManagedChannel channel = Channels.plaintext("dns:///127.0.0.1:" + silent.getLocalPort());
            try {
                OffersClient client =
                        new OffersClient(channel, Duration.ofMinutes(1), Map.of("home-hero", List.of(OURS)), 1);
                CompletableFuture<Offers> open = CompletableFuture.supplyAsync(() -> client.get(REQUEST));
                try (Socket asked = silent.accept()) {
                    assertThat(asked.isConnected()).isTrue();
                    assertThat(client.get(REQUEST))
                            .isInstanceOfSatisfying(
                                    Offers.Default.class,
                                    d -> assertThat(d.why().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
                }
                channel.shutdownNow();
                assertThat(open.get(1, TimeUnit.MINUTES).offers()).containsExactly(OURS);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void assertDefault(int port, Duration patience, Status.Code why) {
        ManagedChannel channel = Channels.plaintext("dns:///127.0.0.1:" + port);
        try {
            Offers offers = new OffersClient(channel, patience, Map.of("home-hero", List.of(OURS))).get(REQUEST);
            assertThat(offers.offers()).containsExactly(OURS);
            assertThat(offers)
                    .isInstanceOfSatisfying(
                            Offers.Default.class,
                            d -> assertThat(d.why().getCode()).isEqualTo(why));
        } finally {
            channel.shutdownNow();
        }
    }
}
