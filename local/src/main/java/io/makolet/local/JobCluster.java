package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream engine with the one job that it runs, in this JVM. */
final class JobCluster implements Part {

    /** The same in every run of a home, so that its checkpoints are found again. */
    static final JobID JOB = new JobID(0x6d616b6f6c657400L, 1);

    private static final Logger LOG = LoggerFactory.getLogger(JobCluster.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration WORKER_MAY_BE_AWAY = Duration.ofSeconds(5);

    private final MiniCluster cluster;
    private final Configuration configuration;
    private final Checkpoints checkpoints;
    private final Consumer<String> notices;
    private volatile boolean submitted;
    private boolean inTrouble;
    private OptionalLong workerGoneSince = OptionalLong.empty();

    private JobCluster(
            MiniCluster cluster, Configuration configuration, Checkpoints checkpoints, Consumer<String> notices) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.checkpoints = checkpoints;
        this.notices = notices;
    }

    /** How far the job has come. */
    record Health(
            JobStatus status,
            int running,
            int tasks,
            @Nullable String failure) {
        boolean allRunning() {
            return status == JobStatus.RUNNING && tasks > 0 && running == tasks;
        }

        /** Is there nothing to wait for? */
        boolean settled() {
            return allRunning() || status.isGloballyTerminalState();
        }
    }

    /**
     * Starts the engine without a job.
     *
     * @param notices hears when the job fails and when it runs again
     */
    static JobCluster start(JobSettings settings, Consumer<String> notices) throws Exception {
        Configuration configuration = settings.configuration();
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
        cluster.start();
        return new JobCluster(cluster, configuration, new Checkpoints(settings.checkpoints()), notices);
    }

    /** Submits the job, from where its newest checkpoint left off. */
    void submit(Consumer<StreamExecutionEnvironment> topology) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
        topology.accept(environment);
        JobGraph graph = environment.getStreamGraph().getJobGraph(JobCluster.class.getClassLoader(), JOB);
        Optional<Checkpoints.Found> newest = checkpoints.newest(JOB);
        checkpoints.sweep(JOB, newest);
        newest.map(Checkpoints.Found::folder).ifPresent(folder -> {
            LOG.info("Going on from {}", folder);
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(folder.toString(), false, RecoveryClaimMode.CLAIM));
        });
        cluster.submitJob(graph).get(60, TimeUnit.SECONDS);
        submitted = true;
    }

    /** Waits until every task runs; says so and returns if that takes longer than a time. */
    void awaitRunning(Duration time) throws Exception {
        Patience patience = Patience.of(time);
        if (!patience.until(() -> health().settled())) {
            Health health = health();
            inTrouble = true;
            notices.accept("does not run yet, " + health.running() + " of " + health.tasks() + " tasks do"
                    + (health.failure() == null ? "" : ": " + health.failure()));
        }
    }

    /** Looks at every task: the job itself says RUNNING long before its tasks run. */
    Health health() throws Exception {
        AccessExecutionGraph graph = cluster.getExecutionGraph(JOB).get(10, TimeUnit.SECONDS);
        int tasks = 0;
        int running = 0;
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            tasks++;
            running += vertex.getExecutionState() == ExecutionState.RUNNING ? 1 : 0;
        }
        return new Health(graph.getState(), running, tasks, rootCause(graph.getFailureInfo()));
    }

    private static @Nullable String rootCause(@Nullable ErrorInfo failure) {
        if (failure == null) {
            return null;
        }
        Throwable thrown = failure.getException().deserializeError(JobCluster.class.getClassLoader());
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }

    @Override
    public Optional<String> failure() {
        if (!cluster.isRunning()) {
            return Optional.of("the stream engine is down");
        }
        try {
            JobStatus status = cluster.getJobStatus(JOB).get(10, TimeUnit.SECONDS);
            tellOfTrouble(status);
            if (status.isGloballyTerminalState()) {
                return Optional.of("the job is " + status + ": " + health().failure());
            }
            return workerIsGone() ? Optional.of("the worker of the stream engine is gone") : Optional.empty();
        } catch (Exception e) {
            return Optional.of("the job cannot be asked: " + ExceptionUtils.stripExecutionException(e));
        }
    }

    /**
     * A worker ends itself when a task cannot even clean up after a failure, as when the broker stays away. Nobody starts
     * another in this process, and the job would wait for one for ever.
     */
    private boolean workerIsGone() throws Exception {
        int workers = cluster.requestClusterOverview().get(10, TimeUnit.SECONDS).getNumTaskManagersConnected();
        if (workers > 0) {
            workerGoneSince = OptionalLong.empty();
            return false;
        }
        long now = System.nanoTime();
        workerGoneSince = OptionalLong.of(workerGoneSince.orElse(now));
        return now - workerGoneSince.getAsLong() > WORKER_MAY_BE_AWAY.toNanos();
    }

    private void tellOfTrouble(JobStatus status) throws Exception {
        if (status != JobStatus.RUNNING && !inTrouble) {
            inTrouble = true;
            notices.accept("failed and is restarted: " + health().failure());
        } else if (inTrouble && health().allRunning()) {
            inTrouble = false;
            notices.accept("runs again");
        }
    }

    /** Stops the job with a savepoint, so that all it prepared is committed, then the engine. */
    @Override
    public void close() {
        if (submitted && failure().isEmpty()) {
            stopJob();
        }
        try {
            cluster.closeAsync().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.error("The stream engine did not stop", e);
        }
    }

    private void stopJob() {
        try {
            cluster.stopWithSavepoint(JOB, checkpoints.stops().toString(), false, Checkpoints.STOP_FORMAT)
                    .get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("The job could not be stopped with a savepoint; it will go on from its last checkpoint", e);
        }
    }
}
