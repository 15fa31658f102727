package io.makolet.local.replay;

import io.makolet.avro.EventHeader;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what was appended to the event topics lately. */
public final class LogTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordReader reader;

    /** @param bootstrap host and port of the log */
    public LogTail(String bootstrap, SchemaRegistry registry) {
        this.reader = new RecordReader(registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "makolet-replay",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        30_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Where the event topics end now. */
    public LogPosition position() {
        Map<String, Long> offsets = new HashMap<>();
        ends().forEach((partition, end) -> offsets.put(partition.toString(), end));
        return new LogPosition(offsets);
    }

    /** The events that were appended after a position. */
    public Appended since(LogPosition position) {
        Set<String> ids = new HashSet<>();
        long latest = Long.MIN_VALUE;
        Map<TopicPartition, Long> ends = ends();
        ends.keySet()
                .removeIf(partition -> position.offsets().getOrDefault(partition.toString(), Long.MAX_VALUE)
                        >= ends.getOrDefault(partition, 0L));
        try {
            consumer.assign(ends.keySet());
            ends.keySet()
                    .forEach(partition ->
                            consumer.seek(partition, position.offsets().getOrDefault(partition.toString(), 0L)));
            while (ends.keySet().stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    EventHeader header = header(record);
                    if (header != null) {
                        ids.add(header.getEventId());
                        latest = Math.max(latest, header.getEventTime().toEpochMilli());
                    }
                }
            }
        } catch (KafkaException e) {
            throw new EventLogException("the end of the log can't be read: " + e.getMessage(), e);
        }
        return new Appended(ids, latest);
    }

    private @Nullable EventHeader header(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventMapping.headerOf(reader.read(record.value()));
        } catch (PoisonException e) {
            // Not ours: the job tells the dead letters about it.
            return null;
        }
    }

    private Map<TopicPartition, Long> ends() {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : Topic.EVENTS) {
                consumer.partitionsFor(topic.topicName())
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            return new HashMap<>(consumer.endOffsets(partitions));
        } catch (KafkaException e) {
            throw new EventLogException("the log does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
