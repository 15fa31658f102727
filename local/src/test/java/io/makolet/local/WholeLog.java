package io.makolet.local;

import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that lies in some topics, in the order of each partition. */
final class WholeLog {

    private WholeLog() {}

    /** A record; its key is empty where it has none. */
    record Read(TopicPartition partition, String key, SpecificRecord value) {}

    static List<Read> of(String bootstrap, List<Topic> topics) throws Exception {
        RecordReader reader = new RecordReader(new BuiltInRegistry());
        List<Read> log = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            topics.forEach(topic -> consumer.partitionsFor(topic.topicName())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    log.add(new Read(
                            new TopicPartition(record.topic(), record.partition()),
                            record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                            reader.read(record.value())));
                }
            }
        }
        return log;
    }
}
