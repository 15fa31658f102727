package io.makolet.local.dryrun;

import io.makolet.flink.DryRunJob;
import io.makolet.local.Failure;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

/** Runs a dry-run's job to its end, on an engine of its own. */
final class BoundedJob {

    private static final int PARALLELISM = Math.max(1, Runtime.getRuntime().availableProcessors());
    private static final long ASK_MILLIS = 500;

    private final Path folder;
    private final LongConsumer progress;

    /**
     * @param folder for working files
     * @param progress hears how many events were read, now and then when it has changed
     */
    BoundedJob(Path folder, LongConsumer progress) {
        this.folder = folder;
        this.progress = progress;
    }

    void run(DryRunJob job) throws Exception {
        Configuration configuration = configuration();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
        job.build(environment);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        try (MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build())) {
            cluster.start();
            cluster.submitJob(graph).get();
            CompletableFuture<JobResult> end = cluster.requestJobResult(graph.getJobID());
            long told = 0;
            while (!ended(end)) {
                long read = eventsRead(cluster, graph);
                if (read > told) {
                    progress.accept(read);
                    told = read;
                }
            }
            end.get().getSerializedThrowable().ifPresent(failure -> {
                throw new Failure(
                        "the dry-run failed: " + failure.getMessage(),
                        failure.deserializeError(BoundedJob.class.getClassLoader()));
            });
        }
    }

    private static boolean ended(CompletableFuture<JobResult> end) throws Exception {
        try {
            end.get(ASK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static long eventsRead(MiniCluster cluster, JobGraph graph) throws Exception {
        SerializedValue<OptionalFailure<Object>> read = cluster.getExecutionGraph(graph.getJobID())
                .get()
                .getAccumulatorsSerialized()
                .get(DryRunJob.EVENTS_READ);
        if (read == null) {
            return 0;
        }
        Object value = read.deserializeValue(BoundedJob.class.getClassLoader()).getUnchecked();
        return value instanceof LongCounter counter ? counter.getLocalValuePrimitive() : (Long) value;
    }

    private Configuration configuration() {
        Configuration c = new Configuration();
        c.setString("parallelism.default", Integer.toString(PARALLELISM));
        c.setString("state.backend.type", "rocksdb");
        c.setString("state.backend.rocksdb.log.level", "WARN_LEVEL");
        c.setString("io.tmp.dirs", folder.toString());
        c.setString("taskmanager.memory.managed.size", PARALLELISM * 128 + "m");
        c.setString("taskmanager.memory.network.min", "64m");
        c.setString("taskmanager.memory.network.max", "64m");
        c.setString("heartbeat.interval", "1 s");
        c.setString("restart-strategy.type", "none");
        c.setString("rest.bind-port", "0");
        c.setString("rest.address", "127.0.0.1");
        c.setString("rest.bind-address", "127.0.0.1");
        return c;
    }
}
