package io.makolet.local;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which ports a system takes. */
public final class PortOptions {

    @Option(names = "--port-base", paramLabel = "N", description = "moves all ports; the usual base is 9400")
    private @Nullable Integer base;

    @Option(names = "--free-ports", description = "takes any free ports; they are printed, and stand in endpoints.json")
    private boolean free;

    @Option(names = "--grpc-port", paramLabel = "N", description = "API (default: 9400)")
    private @Nullable Integer grpc;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description = "JSON, gRPC-Web, events, health and metrics (default: 9480)")
    private @Nullable Integer http;

    @Option(names = "--registry-port", paramLabel = "N", description = "schema registry (default: 9481)")
    private @Nullable Integer registry;

    @Option(names = "--job-metrics-port", paramLabel = "N", description = "metrics of the job (default: 9490)")
    private @Nullable Integer jobMetrics;

    @Option(names = "--job-port", paramLabel = "N", description = "REST API of the stream engine (default: 9491)")
    private @Nullable Integer job;

    @Option(names = "--kafka-port", paramLabel = "N", description = "broker (default: 9492)")
    private @Nullable Integer kafka;

    @Option(names = "--controller-port", paramLabel = "N", description = "the broker's controller (default: 9493)")
    private @Nullable Integer controller;

    /** The ports these options ask for. */
    public Ports ports() {
        if (free && base != null) {
            throw new InvalidInput("--free-ports with --port-base " + base + ", expected one of them");
        }
        Ports usual = free ? Ports.free() : Ports.from(base == null ? Ports.USUAL_BASE : base);
        return new Ports(
                or(grpc, usual.grpc()),
                or(http, usual.http()),
                or(kafka, usual.kafka()),
                or(controller, usual.controller()),
                or(registry, usual.registry()),
                or(jobMetrics, usual.jobMetrics()),
                or(job, usual.job()));
    }

    private static int or(@Nullable Integer chosen, int otherwise) {
        return chosen == null ? otherwise : chosen;
    }
}
