package io.makolet.serving;

import io.makolet.schemas.RegistryConfig;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.http.DoorConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a serving node is set up.
 *
 * @param bootstrapServers addresses of Kafka brokers: host:port, separated by commas
 * @param registry the schema registry; with a cache on disk a dead registry stops nothing that is known
 * @param dataDirectory directory of the store, of one node alone
 * @param host address to listen at, such as 0.0.0.0 for all
 * @param grpcPort port for gRPC, 0 for any that is free
 * @param httpPort port for HTTP, 0 for any that is free
 * @param door what is answered there, and to whom
 * @param clock what "now" is
 * @param staleAfter how far answers may be behind the wall clock before they are called stale, positive
 * @param copyFrom host:port of other nodes, one of which a node without a store begins with a copy of; empty to read the log
 */
public record ServingConfig(
        String bootstrapServers,
        RegistryConfig registry,
        Path dataDirectory,
        String host,
        int grpcPort,
        int httpPort,
        DoorConfig door,
        ReadClock.Mode clock,
        Duration staleAfter,
        List<String> copyFrom) {

    private static final int GRPC_PORT = 9400;
    private static final int HTTP_PORT = 9480;
    private static final Duration STALE_AFTER = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException naming every setting that is wrong, its value, and what was expected */
    public ServingConfig {
        Problems problems = new Problems();
        problems.check(
                bootstrapServers.matches("[^\\s,]+:\\d+(,[^\\s,]+:\\d+)*"),
                Setting.BOOTSTRAP_SERVERS,
                bootstrapServers,
                "host:port, separated by commas");
        problems.check(
                registry.url().matches("https?://\\S+"),
                Setting.REGISTRY_URL,
                registry.url(),
                "an http or https address");
        problems.check(!host.isBlank(), Setting.HOST, host, "an address of this machine, or 0.0.0.0 for all");
        problems.check(isPort(grpcPort), Setting.GRPC_PORT, grpcPort, "0 to 65535");
        problems.check(isPort(httpPort), Setting.HTTP_PORT, httpPort, "0 to 65535");
        problems.check(
                grpcPort == 0 || grpcPort != httpPort,
                Setting.HTTP_PORT,
                httpPort,
                "another than that of " + Setting.GRPC_PORT.key());
        problems.check(
                door.hasGoodOrigins(),
                Setting.HTTP_ORIGINS,
                String.join(",", door.origins()),
                DoorConfig.EXPECTED_ORIGINS);
        problems.check(staleAfter.toMillis() > 0, Setting.STALE_AFTER, staleAfter, "a positive duration, such as PT5S");
        problems.check(
                copyFrom.stream().allMatch(address -> address.matches("[^\\s,]+:\\d+")),
                Setting.COPY_FROM,
                String.join(",", copyFrom),
                "host:port, separated by commas");
        copyFrom = List.copyOf(copyFrom);
        problems.throwIfAny();
    }

    /**
     * A node that listens at all addresses of the machine, gRPC at port 9400 and HTTP at 9480, goes by the wall clock and
     * calls answers stale after five seconds.
     */
    public static ServingConfig of(String bootstrapServers, RegistryConfig registry, Path dataDirectory) {
        return new ServingConfig(
                bootstrapServers,
                registry,
                dataDirectory,
                "0.0.0.0",
                GRPC_PORT,
                HTTP_PORT,
                new DoorConfig(dataDirectory.resolve("token.keys"), List.of()),
                ReadClock.Mode.WALL,
                STALE_AFTER,
                List.of());
    }

    /** The same, listening elsewhere. */
    public ServingConfig withAddress(String newHost, int newGrpcPort, int newHttpPort) {
        return new ServingConfig(
                bootstrapServers,
                registry,
                dataDirectory,
                newHost,
                newGrpcPort,
                newHttpPort,
                door,
                clock,
                staleAfter,
                copyFrom);
    }

    /** The same by another clock. */
    public ServingConfig withClock(ReadClock.Mode newClock, Duration newStaleAfter) {
        return new ServingConfig(
                bootstrapServers,
                registry,
                dataDirectory,
                host,
                grpcPort,
                httpPort,
                door,
                newClock,
                newStaleAfter,
                copyFrom);
    }

    /** The same with another door. */
    public ServingConfig withDoor(DoorConfig newDoor) {
        return new ServingConfig(
                bootstrapServers,
                registry,
                dataDirectory,
                host,
                grpcPort,
                httpPort,
                newDoor,
                clock,
                staleAfter,
                copyFrom);
    }

    /** The same, beginning with a copy of another node's store. */
    public ServingConfig withCopyFrom(List<String> newCopyFrom) {
        return new ServingConfig(
                bootstrapServers,
                registry,
                dataDirectory,
                host,
                grpcPort,
                httpPort,
                door,
                clock,
                staleAfter,
                newCopyFrom);
    }

    InetSocketAddress grpcAddress() {
        return new InetSocketAddress(host, grpcPort);
    }

    InetSocketAddress httpAddress() {
        return new InetSocketAddress(host, httpPort);
    }

    private static boolean isPort(int port) {
        return port >= 0 && port <= 0xffff;
    }
}
