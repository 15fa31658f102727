package io.makolet.serving;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.RequestMeters;
import io.makolet.serving.load.LoadMeters;
import io.makolet.serving.load.LoadedThreads;
import io.makolet.serving.load.OffNetwork;
import io.makolet.serving.load.Pressure;
import io.makolet.serving.tail.Readiness;
import io.makolet.v1.PersonalizationGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC port: our services on the threads of the network, health and reflection beside them. Closing it answers what
 * has been asked already.
 */
final class GrpcDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcDoor.class);

    private static final String STREAM_OFFERS =
            PersonalizationGrpc.getStreamOffersMethod().getFullMethodName();
    /** As much as a record of the log has: an order may have a thousand lines. */
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final long DRAIN_SECONDS = 10;
    /** A connection is closed some time, so that new nodes get their share of the callers. */
    private static final long CONNECTION_MINUTES = 30;
    /** So long calls on it may go on. */
    private static final long GRACE_MINUTES = 10;
    /** A caller who is gone without a word is noticed so soon. */
    private static final long KEEPALIVE_SECONDS = 60;
    /** Callers may ask so often whether we are here. */
    private static final long LEAST_KEEPALIVE_SECONDS = 10;

    private final Server server;
    private final HealthStatusManager health;
    private final LoadedThreads network;
    private final ExecutorService streams;

    private GrpcDoor(Server server, HealthStatusManager health, LoadedThreads network, ExecutorService streams) {
        this.server = server;
        this.health = health;
        this.network = network;
        this.streams = streams;
    }

    /**
     * Listens at an address.
     *
     * @throws IOException if the address can't be listened at
     */
    static GrpcDoor open(
            InetSocketAddress address,
            List<BindableService> services,
            RequestMeters meters,
            LoadMeters load,
            Readiness readiness)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        ExecutorService streams = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2), task -> new Thread(task, "streams"));
        Pressure pressure = new Pressure();
        LoadedThreads network = new LoadedThreads(pressure, load);
        NettyServerBuilder builder = network.serve(NettyServerBuilder.forAddress(address))
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .maxConnectionAge(CONNECTION_MINUTES, TimeUnit.MINUTES)
                .maxConnectionAgeGrace(GRACE_MINUTES, TimeUnit.MINUTES)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(LEAST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new ErrorInterceptor())
                .intercept(meters)
                // A stream's requests are hundreds of reads each: on the threads of the network, others would wait for
                // them.
                .intercept(new OffNetwork(STREAM_OFFERS, streams, pressure))
                .intercept(network.turns())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        Server server = builder.build();
        try {
            server.start();
        } catch (IOException e) {
            network.close();
            throw e;
        }
        GrpcDoor door = new GrpcDoor(server, health, network, streams);
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
        } finally {
            streams.shutdown();
            network.close();
        }
    }

    private void show(boolean ready) {
        ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(PersonalizationGrpc.SERVICE_NAME, status);
    }
}
