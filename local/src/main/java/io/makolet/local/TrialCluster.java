package io.makolet.local;

import io.makolet.benchmarks.JobStateBenchmark;
import io.makolet.domain.definition.Definition;
import io.makolet.flink.Traffic;
import io.makolet.flink.TrialCost;
import io.makolet.flink.TrialJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.jspecify.annotations.Nullable;

/** Runs trials of the job, one after the other, on a stream engine of their own, with the settings of a local system. */
final class TrialCluster implements JobStateBenchmark.Job, AutoCloseable {

    /** One more than a job needs: that of the job before may not be free yet. */
    private static final int SLOTS = 2;

    private static final long ASK_MILLIS = 1000;
    private static final long PATIENCE_SECONDS = 600;

    private final Path folder;
    private final Configuration configuration;
    private final MiniCluster cluster;
    private @Nullable Path savepoint;
    private int runs;

    private TrialCluster(Path folder, Configuration configuration, MiniCluster cluster) {
        this.folder = folder;
        this.configuration = configuration;
        this.cluster = cluster;
    }

    /** Starts the engine; its files are in the folder. */
    static TrialCluster start(Path folder) throws Exception {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        Configuration configuration =
                new JobSettings(folder.resolve("checkpoints"), tmp, StateBackend.ROCKSDB, SLOTS, 0, 0).configuration();
        // One that fails spoils the measurement, and so does one that is watched from outside. Each has an id of its
        // own.
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("heartbeat.interval", "1 s");
        configuration.removeKey("metrics.reporters");
        configuration.removeKey("$internal.pipeline.job-id");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
        cluster.start();
        return new TrialCluster(folder, configuration, cluster);
    }

    @Override
    public void fill(List<Definition> definitions, Traffic traffic, long events, Consumer<String> progress)
            throws Exception {
        JobGraph graph = graph(new TrialJob(traffic, TrialJob.Logic.CACHED, definitions, 0, events, false));
        cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        CompletableFuture<JobResult> end = cluster.requestJobResult(graph.getJobID());
        for (long seen = 0; seen < events; seen = seen(graph)) {
            if (ended(end)) {
                throw failure(end.get());
            }
            progress.accept(String.format(Locale.ROOT, "filling: %,d of %,d events", seen(graph), events));
        }
        String stopped = cluster.stopWithSavepoint(
                        graph.getJobID(),
                        folder.resolve("savepoint").toUri().toString(),
                        false,
                        SavepointFormatType.NATIVE)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        savepoint = Path.of(java.net.URI.create(stopped));
        end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public TrialCost run(TrialJob.Logic logic, Traffic traffic, long warmUp, long events) throws Exception {
        JobGraph graph = graph(new TrialJob(traffic, logic, List.of(), warmUp, events, true));
        Path begin = folder.resolve("begin-" + runs++);
        if (savepoint != null && logic != TrialJob.Logic.NONE) {
            link(savepoint, begin);
            // The job owns it, so that its first checkpoint need not write all of it again.
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(begin.toUri().toString(), true, RecoveryClaimMode.CLAIM));
        }
        cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JobResult result = cluster.requestJobResult(graph.getJobID()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Folders.delete(begin);
        if (result.getSerializedThrowable().isPresent()) {
            throw failure(result);
        }
        Map<String, Object> accumulators =
                result.toJobExecutionResult(TrialCluster.class.getClassLoader()).getAllAccumulatorResults();
        return TrialCost.of(accumulators);
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }

    private JobGraph graph(TrialJob job) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
        job.build(environment);
        return environment.getStreamGraph().getJobGraph();
    }

    private long seen(JobGraph graph) throws Exception {
        SerializedValue<OptionalFailure<Object>> seen = cluster.getExecutionGraph(graph.getJobID())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getAccumulatorsSerialized()
                .get(TrialJob.EVENTS_SEEN);
        if (seen == null) {
            return 0;
        }
        Object value =
                seen.deserializeValue(TrialCluster.class.getClassLoader()).getUnchecked();
        return value instanceof LongCounter counter ? counter.getLocalValuePrimitive() : (Long) value;
    }

    private static boolean ended(CompletableFuture<JobResult> end) throws Exception {
        try {
            end.get(ASK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static Failure failure(JobResult result) {
        Throwable thrown = result.getSerializedThrowable()
                .map(serialized -> serialized.deserializeError(TrialCluster.class.getClassLoader()))
                .orElseGet(() -> new IllegalStateException("it ended before it was told to"));
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return new Failure("the trial failed: " + cause, thrown);
    }

    /** The same files under other names. */
    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path other = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(other);
                } else {
                    Files.createLink(other, path);
                }
            }
        }
    }
}
