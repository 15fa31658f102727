package io.makolet.serving.tail;

import io.makolet.schemas.Topic;
import io.makolet.serving.store.LogIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of the topics that serving follows, without a group, and what the broker says of them. For one thread. */
final class LogConnection implements AutoCloseable {

    /** The topics that are followed: views from where the store is, the others from their beginning. */
    static final Set<Topic> TOPICS = Set.of(Topic.CUSTOMER_VIEWS, Topic.ERASURES, Topic.DEFINITIONS, Topic.PRODUCTS);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    /** Completed when this side wants to end. */
    private final CompletableFuture<Void> closing;

    /**
     * @param client settings of Kafka's clients: where the broker is, and timeouts
     * @param closing completed when calls that wait are to give up
     */
    LogConnection(Map<String, Object> client, CompletableFuture<Void> closing) {
        this.closing = closing;
        this.admin = Admin.create(client);
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try {
            this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Makes a call that waits give up; from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    /** What the broker says of the views topic now. */
    LogLayout describeViews() {
        String topic = Topic.CUSTOMER_VIEWS.topicName();
        String cluster = await(admin.describeCluster().clusterId());
        TopicDescription description = describe(List.of(topic)).get(topic);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
        if (description == null || config == null) {
            throw new KafkaException("the broker says nothing of topic " + topic);
        }
        String kept = config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value();
        return new LogLayout(
                new LogIdentity(
                        cluster,
                        description.topicId().toString(),
                        description.partitions().size()),
                Duration.ofMillis(Long.parseLong(kept)));
    }

    /** All partitions of the topics that are followed. */
    List<TopicPartition> partitions() {
        List<String> names = TOPICS.stream().map(Topic::topicName).toList();
        List<TopicPartition> result = new ArrayList<>();
        describe(names)
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition -> result.add(new TopicPartition(name, partition.partition()))));
        return result;
    }

    private Map<String, TopicDescription> describe(List<String> topics) {
        try {
            return await(admin.describeTopics(topics).allTopicNames());
        } catch (UnknownTopicOrPartitionException e) {
            throw new KafkaException("one of " + topics + " isn't there, expected that all topics are made before", e);
        }
    }

    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** Reads from these offsets on. */
    void seek(Map<TopicPartition, Long> offsets) {
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
    }

    /**
     * Records that came, waiting for some.
     *
     * @throws WakeupException if this side wants to end
     */
    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        return consumer.poll(wait);
    }

    /** Offset of the next record that {@link #poll} gives. */
    long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /** Records that were in the log at the last look and not read yet; empty before the first look. */
    OptionalLong lag(TopicPartition partition) {
        return consumer.currentLag(partition);
    }

    /** Partitions among these that are read to the given offsets. */
    Set<TopicPartition> readTo(Map<TopicPartition, Long> offsets) {
        Set<TopicPartition> result = new HashSet<>();
        offsets.forEach((partition, offset) -> {
            if (position(partition) >= offset) {
                result.add(partition);
            }
        });
        return result;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
    }

    private <T> T await(KafkaFuture<T> future) {
        CompletableFuture<T> answer = future.toCompletionStage().toCompletableFuture();
        try {
            CompletableFuture.anyOf(answer, closing).join();
            if (closing.isDone()) {
                throw new WakeupException();
            }
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
