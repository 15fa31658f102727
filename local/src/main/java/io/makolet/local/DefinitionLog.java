package io.makolet.local;

import io.makolet.domain.definition.Definition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published definitions, as read from their topic from its beginning to its end.
 *
 * @param latest newest publication of each definition that was not removed, by key
 * @param highestIndex highest index that was ever seen, by kind
 */
record DefinitionLog(Map<String, Definition> latest, Map<String, Integer> highestIndex) {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLog.class);
    private static final TopicPartition LOG_PARTITION = new TopicPartition(Topic.DEFINITIONS.topicName(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    DefinitionLog {
        latest = new TreeMap<>(latest);
        highestIndex = Map.copyOf(highestIndex);
    }

    static DefinitionLog read(String kafka, RegistryConfig schemas) throws IOException {
        try (ConfluentRegistry registry = new ConfluentRegistry(schemas)) {
            return of(records(kafka), new RecordReader(registry));
        }
    }

    /** Those in force. */
    Collection<Definition> live() {
        return latest.values().stream()
                .filter(definition -> definition.status() != Definition.Status.RETIRED)
                .toList();
    }

    /** Those published under a key, in force or retired. */
    Optional<Definition> find(String key) {
        return Optional.ofNullable(latest.get(key));
    }

    private static DefinitionLog of(List<ConsumerRecord<byte[], byte[]>> records, RecordReader reader) {
        Map<String, Definition> latest = new HashMap<>();
        Map<String, Integer> highest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : records) {
            byte @Nullable [] value = entry.value();
            if (value == null) {
                latest.remove(new String(entry.key(), StandardCharsets.UTF_8));
                continue;
            }
            try {
                if (reader.read(value) instanceof io.makolet.avro.Definition avro) {
                    Definition definition = DefinitionMapping.toDomain(avro);
                    latest.put(definition.key(), definition);
                    highest.merge(definition.body().kind(), definition.index(), Math::max);
                }
            } catch (PoisonException e) {
                LOG.warn("Passing over a definition at offset {}: {}", entry.offset(), e.getMessage());
            }
        }
        return new DefinitionLog(latest, highest);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String kafka) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = List.of(LOG_PARTITION);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all, PATIENCE).getOrDefault(LOG_PARTITION, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(LOG_PARTITION, PATIENCE) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                if (System.nanoTime() > deadline) {
                    throw new Failure("topic " + LOG_PARTITION.topic() + " could not be read to offset " + end + " within "
                            + PATIENCE.toSeconds() + " s");
                }
            }
        }
        return records;
    }
}
