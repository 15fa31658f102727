package io.makolet.flink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A Flink cluster in this JVM that runs jobs, with two subtasks where they don't ask for others. */
final class TestCluster implements AutoCloseable {

    private static final int PARALLELISM = 2;
    private static final int SLOTS = 3;
    private static final long PATIENCE_SECONDS = 120;

    private final MiniCluster cluster;
    private final Configuration configuration;

    private TestCluster(MiniCluster cluster, Configuration configuration) {
        this.cluster = cluster;
        this.configuration = configuration;
    }

    /** A cluster that lets the job set the interval of its checkpoints. */
    static TestCluster start(String stateBackend, Path directory) throws Exception {
        return start(stateBackend, directory, new Configuration());
    }

    /** A cluster that takes checkpoints only when told to. */
    static TestCluster startWithoutCheckpoints(String stateBackend, Path directory) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
        return start(stateBackend, directory, configuration);
    }

    private static TestCluster start(String stateBackend, Path directory, Configuration configuration)
            throws Exception {
        configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
        configuration.set(RestOptions.PORT, 0);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        cluster.start();
        return new TestCluster(cluster, configuration);
    }

    /** Submits the job of production, from a savepoint or checkpoint where there is one. */
    JobID submit(JobConfig config, @Nullable String restoreFrom) throws Exception {
        return submit(env -> PersonalizationJob.build(env, config), new Configuration(), restoreFrom);
    }

    /** Submits a job with settings of its own, from a savepoint or checkpoint where there is one. */
    JobID submit(Consumer<StreamExecutionEnvironment> job, Configuration settings, @Nullable String restoreFrom)
            throws Exception {
        Configuration all = new Configuration(configuration);
        all.addAll(settings);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(all);
        job.accept(env);
        JobGraph graph = env.getStreamGraph().getJobGraph();
        if (restoreFrom != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(restoreFrom, false, RecoveryClaimMode.NO_CLAIM));
        }
        cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return graph.getJobID();
    }

    /** Takes checkpoints until one is complete after the job was started again so many times. */
    void awaitRestarts(JobID job, int number) throws Exception {
        Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
        boolean running = false;
        while (!running) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(restarts(job) + " restarts, expected " + number);
            }
            int restarts = restarts(job);
            try {
                checkpoint(job);
                running = restarts == number;
            } catch (ExecutionException e) {
                // It is on its way down or up.
            }
        }
    }

    /** Waits until the job has ended; returns why it failed, if it did. */
    Optional<Throwable> awaitEnd(JobID job) throws Exception {
        return cluster.requestJobResult(job)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getSerializedThrowable()
                .map(serialized -> serialized.deserializeError(getClass().getClassLoader()));
    }

    /** The newest checkpoint that a job left behind when it ended. */
    String newestCheckpoint(JobID job) throws IOException {
        Path all = Path.of(URI.create(configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)));
        try (Stream<Path> metadata =
                Files.find(all.resolve(job.toHexString()), 2, (file, attributes) -> file.endsWith("_metadata"))) {
            return metadata.map(Path::getParent)
                    .max(Comparator.comparingInt(TestCluster::number))
                    .orElseThrow()
                    .toUri()
                    .toString();
        }
    }

    /** Stops the job with a savepoint; returns where it is. */
    String stop(JobID job, Path directory) throws Exception {
        return cluster.stopWithSavepoint(job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes a checkpoint; returns where it is. It stays when the job is gone. */
    String checkpoint(JobID job) throws Exception {
        Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!isRunning(job)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not all tasks of the job run");
            }
        }
        return cluster.triggerCheckpoint(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the job in the middle of things. */
    void cancel(JobID job) throws Exception {
        cluster.cancelJob(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        cluster.requestJobResult(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends whatever runs. */
    void cancelAll() throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cancel(job.getJobId());
            }
        }
    }

    @Override
    public void close() {
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("the cluster does not close", e);
        }
    }

    /** Views may be there before tasks behind those that write them have begun. */
    private boolean isRunning(JobID job) throws Exception {
        for (var vertex : cluster.getExecutionGraph(job)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    private int restarts(JobID job) throws Exception {
        int restarts = 0;
        for (var vertex : cluster.getExecutionGraph(job)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getAllExecutionVertices()) {
            restarts = Math.max(restarts, vertex.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return restarts;
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
    }
}
