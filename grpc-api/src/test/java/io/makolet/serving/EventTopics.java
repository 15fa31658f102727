package io.makolet.serving;

import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics of events of a test's broker, each of one partition. */
final class EventTopics {

    private EventTopics() {}

    static void create(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(Topic.EVENTS.stream()
                            .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1).configs(topic.config()))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Whom the events in a topic happened to, in their order. */
    static List<String> customers(EmbeddedBroker broker, Topic topic) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        List<String> customers = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> customers.add(record.key()));
            }
        }
        return customers;
    }
}
