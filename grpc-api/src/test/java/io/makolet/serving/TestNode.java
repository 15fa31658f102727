package io.makolet.serving;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.http.DoorConfig;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A serving node and a caller of it, over real ports. */
final class TestNode implements AutoCloseable {

    private static final Duration STALE_AFTER = Duration.ofSeconds(5);

    private final ServingServer server;
    private final AtomicLong ahead;
    private final ManagedChannel channel;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestNode(ServingServer server, AtomicLong ahead) {
        this.server = server;
        this.ahead = ahead;
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    /** Starts a node that goes by the log's clock, on free ports. */
    static TestNode start(String bootstrapServers, SchemaRegistry registry, Path directory) throws IOException {
        return start(bootstrapServers, registry, directory, 0, 0);
    }

    static TestNode start(String bootstrapServers, SchemaRegistry registry, Path directory, int grpcPort, int httpPort)
            throws IOException {
        return start(
                config(bootstrapServers, "http://127.0.0.1:1", directory).withAddress("127.0.0.1", grpcPort, httpPort),
                registry);
    }

    /** Starts a node that begins with a copy of another one's store. */
    static TestNode startFrom(List<String> others, String bootstrapServers, SchemaRegistry registry, Path directory)
            throws IOException {
        return start(config(bootstrapServers, "http://127.0.0.1:1", directory).withCopyFrom(others), registry);
    }

    private static TestNode start(ServingConfig config, SchemaRegistry registry) throws IOException {
        AtomicLong ahead = new AtomicLong();
        LongSupplier clock = () -> System.currentTimeMillis() + ahead.get();
        return new TestNode(ServingServer.start(config, registry, clock, new Parts()), ahead);
    }

    /** Starts a node that asks a real registry. */
    static TestNode start(String bootstrapServers, String registryUrl, Path directory) throws IOException {
        ServingConfig config = config(bootstrapServers, registryUrl, directory);
        return new TestNode(ServingServer.start(config), new AtomicLong());
    }

    private static ServingConfig config(String bootstrapServers, String registryUrl, Path directory) {
        RegistryConfig registry = RegistryConfig.of(registryUrl).withCache(directory.resolve("schemas"));
        return ServingConfig.of(bootstrapServers, registry, directory)
                .withAddress("127.0.0.1", 0, 0)
                .withDoor(new DoorConfig(directory.resolve("token.keys"), List.of("https://shop.example")))
                .withClock(ReadClock.Mode.LOG, STALE_AFTER);
    }

    /** Lets time pass for the node at once. */
    void pass(Duration time) {
        ahead.addAndGet(time.toMillis());
    }

    ServingServer server() {
        return server;
    }

    ManagedChannel channel() {
        return channel;
    }

    PersonalizationGrpc.PersonalizationBlockingStub personalization() {
        return PersonalizationGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    PersonalizationGrpc.PersonalizationFutureStub future() {
        return PersonalizationGrpc.newFutureStub(channel);
    }

    Customer customer(String id) {
        return personalization()
                .getCustomer(GetCustomerRequest.newBuilder().setCustomerId(id).build());
    }

    GetOffersResponse offers(GetOffersRequest.Builder request) {
        return personalization().getOffers(request.build());
    }

    StatusResponse status() {
        return AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .status(StatusRequest.getDefaultInstance());
    }

    ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
    }
}
