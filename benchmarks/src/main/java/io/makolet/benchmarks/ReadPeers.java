package io.makolet.benchmarks;

import io.makolet.schemas.SchemaRegistry;
import java.util.List;

/**
 * Servers that are compared, pinned to one processor; this process has another one.
 *
 * @param kafka host and port of the log that the node reads
 * @param node a serving node that follows the log, nothing being in it yet
 * @param processes all that belong to the measurement besides this one
 */
public record ReadPeers(String kafka, SchemaRegistry registry, Peer node, List<Long> processes) {

    /**
     * A server that runs.
     *
     * @param port where it answers gRPC, on this machine
     * @param processes whose processor time is what an answer costs
     */
    public record Peer(int port, List<Long> processes) {}

    /**
     * Starts a server that the node is compared with; it is stopped by whoever made this.
     *
     * @param <T> what there is to choose
     */
    public interface Other<T> {
        /** The server. */
        Peer start(T choice) throws Exception;
    }

    public ReadPeers {
        processes = List.copyOf(processes);
    }
}
