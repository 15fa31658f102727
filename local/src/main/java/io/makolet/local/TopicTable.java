package io.makolet.local;

import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a compacted topic of one partition from its beginning to its end. */
record TopicTable(Topic topic, String kafka, RecordReader reader) {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTable.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Takes records. */
    interface Sink {
        /** A key, and its value or null where the record removes the key. */
        void accept(String key, @Nullable SpecificRecord value, long offset);
    }

    /** Hands over every record in order: its key, and its value or null where it removes the key. */
    void forEach(BiConsumer<String, @Nullable SpecificRecord> sink) {
        forEach((key, value, offset) -> sink.accept(key, value));
    }

    /** Hands over every record in order, with its offset. */
    void forEach(Sink sink) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition, PATIENCE) < end) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    accept(entry, sink);
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure("topic " + topic.topicName() + " was not read to offset " + end + " within "
                            + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> entry, Sink sink) {
        byte @Nullable [] key = entry.key();
        byte @Nullable [] value = entry.value();
        if (key == null) {
            LOG.warn("Passing over {} offset {}, which has no key", topic.topicName(), entry.offset());
            return;
        }
        try {
            sink.accept(
                    new String(key, StandardCharsets.UTF_8), value == null ? null : reader.read(value), entry.offset());
        } catch (PoisonException e) {
            LOG.warn("Passing over {} offset {}: {}", topic.topicName(), entry.offset(), e.getMessage());
        }
    }
}
