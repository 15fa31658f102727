package io.makolet.serving;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.RequestMeters;
import io.makolet.serving.tail.Readiness;
import io.makolet.v1.PersonalizationGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC port: our services on the threads of the network, health and reflection beside them. Closing it answers what
 * has been asked already.
 */
final class GrpcDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcDoor.class);

    private static final int MAX_REQUEST_BYTES = 64 << 10;
    private static final long DRAIN_SECONDS = 10;

    private final Server server;
    private final HealthStatusManager health;

    private GrpcDoor(Server server, HealthStatusManager health) {
        this.server = server;
        this.health = health;
    }

    /**
     * Listens at an address.
     *
     * @throws IOException if the address can't be listened at
     */
    static GrpcDoor open(
            InetSocketAddress address, List<BindableService> services, RequestMeters meters, Readiness readiness)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .intercept(new ErrorInterceptor())
                .intercept(meters)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        GrpcDoor door = new GrpcDoor(builder.build().start(), health);
        readiness.onChange(state -> door.show(state.phase().ready()));
        return door;
    }

    /** The port it listens at. */
    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Requests were still open after {} s, and are cut off", DRAIN_SECONDS);
                server.shutdownNow();
                server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void show(boolean ready) {
        ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(PersonalizationGrpc.SERVICE_NAME, status);
    }
}
