package io.makolet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The TCP ports of a system, all on the loopback address.
 *
 * @param grpc of the API
 * @param http of {@code /metrics}, {@code /healthz} and {@code /readyz}
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

    /** A port, what it is for, and the option of {@code up} that changes it. */
    record Use(int port, String part, String option) {}

    /** The usual ports, or as far from {@code base} as those are from {@link #USUAL_BASE}. */
    public static Ports from(int base) {
        if (base < 1 || base + SPAN > 65535) {
            throw new InvalidInput("port base " + base + ", expected 1 to " + (65535 - SPAN));
        }
        return new Ports(base, base + 80, base + 92, base + 93, base + 81, base + 90, base + 91);
    }

    /** Ports that are free now. */
    public static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new Ports(
                    held.get(0).getLocalPort(),
                    held.get(1).getLocalPort(),
                    held.get(2).getLocalPort(),
                    held.get(3).getLocalPort(),
                    held.get(4).getLocalPort(),
                    held.get(5).getLocalPort(),
                    held.get(6).getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port to be had: " + e.getMessage(), e);
        } finally {
            held.forEach(Ports::close);
        }
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

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
