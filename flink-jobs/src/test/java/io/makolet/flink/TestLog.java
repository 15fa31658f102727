package io.makolet.flink;

import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to and reads from the topics as the outside does. */
final class TestLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RecordReader READER = new RecordReader(new BuiltInRegistry());

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    TestLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Appends a record; returns where it lies. */
    RecordMetadata append(Topic topic, @Nullable String key, byte @Nullable [] value) throws Exception {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(topic.topicName(), keyBytes, value))
                .get();
    }

    /** Appends a record to a partition. */
    RecordMetadata append(Topic topic, int partition, byte @Nullable [] key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic.topicName(), partition, key, value))
                .get();
    }

    /** Reads a topic from its beginning until a record satisfies; returns all up to it. Only committed records count. */
    <T extends SpecificRecord> List<T> readUntil(Topic topic, Class<T> type, Predicate<T> satisfied) throws Exception {
        List<T> read = new ArrayList<>();
        readRecordsUntil(topic, record -> {
            SpecificRecord value = decode(record.value());
            if (!type.isInstance(value)) {
                return false;
            }
            read.add(type.cast(value));
            return satisfied.test(type.cast(value));
        });
        return read;
    }

    /** Reads a topic from its beginning until a record satisfies; returns all up to it. Only committed records count. */
    List<ConsumerRecord<byte[], byte[]>> readRecordsUntil(
            Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> satisfied) {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            assignAll(consumer, topic);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    read.add(record);
                    if (satisfied.test(record)) {
                        return read;
                    }
                }
            }
        }
        throw new AssertionError(
                "no record that satisfies among " + read.size() + " of " + topic.topicName() + " after " + PATIENCE);
    }

    /** What can be read of a topic now, by who reads committed records. */
    <T extends SpecificRecord> List<T> readAll(Topic topic, Class<T> type) {
        List<T> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = assignAll(consumer, topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(type.cast(decode(record.value()))));
            }
        }
        return read;
    }

    /** What the bytes say, which may not be a tombstone. */
    static synchronized SpecificRecord decode(byte @Nullable [] value) {
        try {
            return READER.read(Objects.requireNonNull(value));
        } catch (PoisonException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static List<TopicPartition> assignAll(KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
