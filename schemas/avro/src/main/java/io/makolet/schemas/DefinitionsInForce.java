package io.makolet.schemas;

import io.makolet.domain.definition.Definition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of definitions to its end. */
final class DefinitionsInForce {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsInForce.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private DefinitionsInForce() {}

    /**
     * The definitions that are published and not retired.
     *
     * @param kafka settings of the client
     * @throws org.apache.kafka.common.KafkaException if the topic can't be read
     */
    static Collection<Definition> read(Map<String, Object> kafka, SchemaRegistry registry) {
        TopicPartition partition = new TopicPartition(Topic.DEFINITIONS.topicName(), 0);
        RecordReader reader = new RecordReader(registry);
        Map<String, Definition> latest = new HashMap<>();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> published : consumer.poll(POLL)) {
                    apply(published, reader, latest);
                }
            }
        }
        return latest.values().stream()
                .filter(definition -> definition.status() != Definition.Status.RETIRED)
                .toList();
    }

    /** A definition that nobody can read is in force nowhere. */
    private static void apply(
            ConsumerRecord<String, byte[]> published, RecordReader reader, Map<String, Definition> latest) {
        try {
            SpecificRecord value = published.value() == null ? null : reader.read(published.value());
            if (value instanceof io.makolet.avro.Definition definition) {
                latest.put(published.key(), DefinitionMapping.toDomain(definition));
            } else {
                latest.remove(published.key());
            }
        } catch (PoisonException e) {
            LOG.warn(
                    "Passing over the definition {} at offset {}: {}",
                    published.key(),
                    published.offset(),
                    e.getMessage());
        }
    }
}
