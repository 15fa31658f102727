package io.makolet.flink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.rocksdb.CompressionType;

/**
 * Flink settings that belong to the job wherever it runs. Which state backend there is, how much memory it has and where
 * checkpoints go is up to the cluster.
 */
final class JobSettings {

    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    /**
     * Each checkpoint leaves a small file on RocksDB's first level, and what those are merged into is written anew and copied
     * to the checkpoint: let it be little.
     */
    private static final MemorySize LEVEL_BASE = MemorySize.ofMebiBytes(32);

    private static final MemorySize FILE_BASE = MemorySize.ofMebiBytes(8);

    /** How far the job can be scaled out. It can't be changed without losing the state. */
    private static final int MAX_PARALLELISM = 128;

    private JobSettings() {}

    /** What the job sets, where the environment has set something else already. */
    static Configuration over(ReadableConfig environment) {
        Configuration settings = defaults();
        settings.addAll(Configuration.fromMap(environment.toMap()));
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        // The sources emit their own watermarks.
        settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
        return settings;
    }

    /** What a job over a bounded history sets: nobody waits for a single record, and one that fails is begun again. */
    static Configuration bounded(ReadableConfig environment) {
        Configuration settings = over(environment);
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, ExecutionOptions.BUFFER_TIMEOUT.defaultValue());
        settings.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        return settings;
    }

    private static Configuration defaults() {
        Configuration settings = new Configuration();
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        settings.set(RocksDBOptions.TIMER_SERVICE_FACTORY, PriorityQueueStateType.ROCKSDB);
        settings.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
        settings.set(RocksDBOptions.OPTIONS_FACTORY, PromptDeletion.class.getName());
        settings.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        settings.set(RocksDBConfigurableOptions.USE_DYNAMIC_LEVEL_SIZE, true);
        settings.set(RocksDBConfigurableOptions.MAX_SIZE_LEVEL_BASE, LEVEL_BASE);
        settings.set(RocksDBConfigurableOptions.TARGET_FILE_SIZE_BASE, FILE_BASE);
        settings.set(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, List.of(CompressionType.NO_COMPRESSION));
        return settings;
    }
}
