package io.makolet.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The TCP ports of a system, all on the loopback address.
 *
 * @param grpc of the API
 * @param http of what the serving node answers over HTTP
 * @param kafka of the log
 * @param controller the log's own port for its metadata
 * @param registry of the schema registry
 * @param jobMetrics of the job's metrics
 * @param job of the stream engine's REST API
 */
public record Ports(int grpc, int http, int kafka, int controller, int registry, int jobMetrics, int job) {

    /** Base of the usual ports. */
    public static final int USUAL_BASE = 9400;

    private static final int SPAN = 93;

    private static final int LOWEST_FREE = 10_000;
    private static final int HIGHEST_FREE = 32_000;
    private static final int MOST_TRIES = 1_000;

    /** A port, what it is for, and the option of {@code up} that changes it. */
    record Use(int port, String part, String option) {}

    /** The usual ports, or as far from {@code base} as those are from {@link #USUAL_BASE}. */
    public static Ports from(int base) {
        if (base < 1 || base + SPAN > 65535) {
            throw new InvalidInput("port base " + base + ", expected 1 to " + (65535 - SPAN));
        }
        return new Ports(base, base + 80, base + 92, base + 93, base + 81, base + 90, base + 91);
    }

    /**
     * Ports that are free now. They are below those that systems give to outgoing connections: one of these would be taken
     * by somebody's connection before the part that is to have it listens.
     */
    public static Ports free() {
        List<Integer> free = ThreadLocalRandom.current()
                .ints(LOWEST_FREE, HIGHEST_FREE)
                .distinct()
                .limit(MOST_TRIES)
                .filter(Ports::isFree)
                .limit(7)
                .boxed()
                .toList();
        if (free.size() < 7) {
            throw new Failure("no free ports to be had from " + LOWEST_FREE + " to " + HIGHEST_FREE);
        }
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4), free.get(5), free.get(6));
    }

    List<Use> uses() {
        return List.of(
                new Use(grpc, "gRPC", "--grpc-port"),
                new Use(http, "HTTP", "--http-port"),
                new Use(kafka, "the broker", "--kafka-port"),
                new Use(controller, "the broker's controller", "--controller-port"),
                new Use(registry, "the schema registry", "--registry-port"),
                new Use(jobMetrics, "the job's metrics", "--job-metrics-port"),
                new Use(job, "the stream engine", "--job-port"));
    }

    /**
     * Refuses ports that cannot be listened on, all at once.
     *
     * @param registryMayRun a registry that an earlier process left may hold the registry's port
     */
    void check(boolean registryMayRun) {
        List<String> problems = new ArrayList<>();
        for (Use use : uses()) {
            if (use.port() < 1 || use.port() > 65535) {
                problems.add(use.option() + " " + use.port() + ", expected 1 to 65535");
            } else if (uses().stream().anyMatch(other -> !other.equals(use) && other.port() == use.port())) {
                problems.add(use.option() + " " + use.port() + ", expected a port that no other part has");
            } else if (!(registryMayRun && use.port() == registry) && !isFree(use.port())) {
                problems.add(taken(use));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(String.join("; ", problems) + " (--port-base N moves all, --free-ports takes any)");
        }
    }

    private static String taken(Use use) {
        return "port " + use.port() + " for " + use.part() + " is taken, choose another with " + use.option();
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
