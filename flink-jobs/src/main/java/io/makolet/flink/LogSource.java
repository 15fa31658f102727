package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Reads topics from their beginning as undecoded {@link LogRecord}s. Kafka's own source does the reading; this one adds
 * what it lacks: time that also goes on when no records come.
 *
 * <p>Use it without a watermark strategy: it emits its own watermarks.
 */
final class LogSource
        implements Source<LogRecord, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<LogRecord> {

    private static final String GROUP = "makolet-personalization";

    private final KafkaSource<LogRecord> kafka;
    private final JobConfig config;
    private final List<Topic> topics;
    private final boolean backlogFirst;

    private LogSource(JobConfig config, List<Topic> topics, boolean backlogFirst) {
        this.config = config;
        this.topics = topics;
        this.backlogFirst = backlogFirst;
        this.kafka = KafkaSource.<LogRecord>builder()
                .setProperties(config.clientProperties())
                .setTopics(topics.stream().map(Topic::topicName).toList())
                .setGroupId(GROUP)
                .setClientIdPrefix(clientId())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setDeserializer(new LogRecordSchema(new LiveSurroundings(config), topics))
                .build();
    }

    /** A source whose watermark tells how far the topics are complete. */
    static LogSource complete(JobConfig config, List<Topic> topics) {
        return new LogSource(config, topics, false);
    }

    /** A source that says when everything that lay in the topic at its start has been emitted, and is idle from then on. */
    static LogSource backlogFirst(JobConfig config, Topic topic) {
        return new LogSource(config, List.of(topic), true);
    }

    @Override
    public SourceReader<LogRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        Properties properties = config.clientProperties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        String name = clientId() + "-ends-" + context.getIndexOfSubtask();
        properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, name);
        EndPoller ends = new EndPoller(() -> new KafkaLogEnds(properties), System::currentTimeMillis, name);
        LogReader.Progress progress = backlogFirst ? new BacklogProgress(topics.get(0)) : new WatermarkProgress();
        LogClock clock = new LogClock(config.clock(), System.currentTimeMillis());
        return new LogReader(kafka.createReader(context), ends, clock, progress);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return kafka.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint) throws IOException {
        return kafka.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new ClockedSplitSerializer(kafka.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return kafka.getEnumeratorCheckpointSerializer();
    }

    @Override
    public Boundedness getBoundedness() {
        return kafka.getBoundedness();
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
        return PackedType.LOG_RECORD;
    }

    private String clientId() {
        return GROUP + (backlogFirst ? "-definitions" : "-events");
    }
}
