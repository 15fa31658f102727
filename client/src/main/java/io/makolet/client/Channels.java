package io.makolet.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.PersonalizationGrpc;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Channels to the serving nodes. One is enough for a process; whoever opens it shuts it down. It connects at once: the first visitor
 * does not wait for that.
 */
public final class Channels {

    private static final int KEEPALIVE_SECONDS = 60;

    private Channels() {}

    /**
     * A channel with TLS.
     *
     * @param target such as dns:///makolet.shop.example:443; calls go to all addresses of the name in turn
     * @throws IllegalArgumentException if there is no such scheme
     */
    public static ManagedChannel tls(String target) {
        return connecting(builder(target).useTransportSecurity().build());
    }

    /** The same without TLS, for networks that are trusted. */
    public static ManagedChannel plaintext(String target) {
        return connecting(builder(target).usePlaintext().build());
    }

    private static ManagedChannel connecting(ManagedChannel channel) {
        channel.getState(true);
        return channel;
    }

    private static NettyChannelBuilder builder(String target) {
        return NettyChannelBuilder.forTarget(target)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .disableServiceConfigLookUp()
                .defaultServiceConfig(serviceConfig())
                .enableRetry();
    }

    /** Reads are tried again; the tokens end that while more than about one call in ten fails (gRFC A6). */
    private static Map<String, ?> serviceConfig() {
        return Map.of(
                "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
                "retryThrottling", Map.of("maxTokens", 100.0, "tokenRatio", 0.1),
                "methodConfig",
                        List.of(Map.of(
                                "name",
                                List.of(read("GetOffers"), read("GetCustomer"), read("CheckSegments")),
                                "retryPolicy",
                                Map.of(
                                        "maxAttempts",
                                        3.0,
                                        "initialBackoff",
                                        "0.01s",
                                        "maxBackoff",
                                        "0.1s",
                                        "backoffMultiplier",
                                        2.0,
                                        "retryableStatusCodes",
                                        List.of("UNAVAILABLE")))));
    }

    private static Map<String, String> read(String method) {
        return Map.of("service", PersonalizationGrpc.SERVICE_NAME, "method", method);
    }
}
