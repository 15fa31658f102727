package io.makolet.local;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;

/**
 * How the stream engine runs on one machine. What belongs to the job wherever it runs, the job sets itself.
 *
 * @param checkpoints folder of its checkpoints
 * @param tmp folder of its working files
 * @param parallelism tasks of each stage
 * @param port port of its REST API
 * @param metricsPort port of its Prometheus metrics
 */
record JobSettings(Path checkpoints, Path tmp, StateBackend state, int parallelism, int port, int metricsPort) {

    Configuration configuration() {
        Configuration c = new Configuration();
        c.setString("parallelism.default", Integer.toString(parallelism));
        c.setString("$internal.pipeline.job-id", JobCluster.JOB.toHexString());
        c.setString("pipeline.name", "makolet-personalization");

        c.setString("state.backend.type", state.flinkName());
        c.setString("state.backend.rocksdb.log.level", "WARN_LEVEL");

        // Flink takes the name of a folder as it is, not as it is written in an address.
        c.setString("execution.checkpointing.dir", "file:" + checkpoints);
        c.setString("execution.checkpointing.incremental", "true");
        c.setString("execution.checkpointing.timeout", "2 min");
        c.setString("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        // A full disk fails checkpoints for as long as it lasts; the job itself can go on.
        c.setString("execution.checkpointing.tolerable-failed-checkpoints", Integer.toString(Integer.MAX_VALUE));

        c.setString("restart-strategy.type", "exponential-delay");
        c.setString("restart-strategy.exponential-delay.initial-backoff", "200 ms");
        c.setString("restart-strategy.exponential-delay.max-backoff", "10 s");
        c.setString("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min");

        c.setString("rest.address", "127.0.0.1");
        c.setString("rest.bind-address", "127.0.0.1");
        c.setString("rest.port", Integer.toString(port));
        c.setString("rest.bind-port", Integer.toString(port));
        c.setString("io.tmp.dirs", tmp.toString());
        c.setString("taskmanager.numberOfTaskSlots", Integer.toString(parallelism));
        c.setString("taskmanager.memory.managed.size", 160 * parallelism + "m");
        c.setString("taskmanager.memory.network.min", "48m");
        c.setString("taskmanager.memory.network.max", "48m");

        c.setString("metrics.reporters", "prometheus");
        c.setString(
                "metrics.reporter.prometheus.factory.class",
                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        c.setString("metrics.reporter.prometheus.port", Integer.toString(metricsPort));
        return c;
    }
}
