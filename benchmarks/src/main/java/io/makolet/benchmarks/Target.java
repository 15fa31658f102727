package io.makolet.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * A running system.
 *
 * @param kafka host and port of the log
 * @param registry address of the schema registry's Confluent API
 * @param schemas folder that keeps the registry's ids
 * @param grpc host and port of the API
 * @param processes its processes: what they use of the machine is not foreign load
 */
public record Target(String kafka, String registry, Path schemas, String grpc, List<Long> processes) {
    public Target {
        processes = List.copyOf(processes);
    }
}
