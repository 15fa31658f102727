package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a small topic from its beginning to where it ends now, with a client of its own. */
final class TopicTable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private TopicTable() {}

    /**
     * Hands over every record that has a key, in the order of its partition.
     *
     * @throws InterruptException if the thread is interrupted; its flag is cleared, so that the client is closed in peace
     * @throws KafkaException if the broker does not answer within seconds, or not as it should
     */
    static void read(Properties client, Topic topic, Consumer<Surroundings.Entry> sink) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            read(consumer, topic, sink);
        } catch (InterruptException e) {
            boolean unused = Thread.interrupted();
            throw e;
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, Topic topic, Consumer<Surroundings.Entry> sink) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName(), PATIENCE).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic.topicName() + " isn't there, expected that it was made before");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long heard = System.nanoTime();
        while (!isReadTo(ends, consumer)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heard = System.nanoTime();
                if (record.key() != null) {
                    sink.accept(
                            new Surroundings.Entry(record.offset(), record.timestamp(), record.key(), record.value()));
                }
            }
            if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new KafkaException("topic " + topic.topicName() + " can't be read to its end " + ends);
            }
        }
    }

    private static boolean isReadTo(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }
}
