package io.makolet.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the topics into being. What exists is left as it is: with other partitions, keys would move between them, and
 * with a shorter retention, data would go.
 */
public final class TopicBootstrap {

    /**
     * What was done, and what is not as it should be.
     *
     * @param created names of the topics that were missing
     * @param differences where existing topics are not as {@link Topic} says, one sentence each
     */
    public record Report(List<String> created, List<String> differences) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private TopicBootstrap() {}

    /** Creates missing topics with the broker's default replication factor. */
    public static Report create(Admin admin) {
        return create(admin, Optional.empty());
    }

    /**
     * Creates missing topics.
     *
     * @param replicationFactor copies of each partition; empty is the broker's default
     * @throws KafkaException if the broker can't be reached or refuses
     */
    public static Report create(Admin admin, Optional<Short> replicationFactor) {
        Set<String> existing = await(admin.listTopics().names());
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !existing.contains(topic.topicName()))
                .map(topic -> new NewTopic(topic.topicName(), Optional.of(topic.partitions()), replicationFactor)
                        .configs(topic.config()))
                .toList();
        List<String> created = admin.createTopics(missing).values().entrySet().stream()
                .filter(creation -> isDone(creation.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Report(created, differences(admin, created));
    }

    /** False if another bootstrap came first. */
    private static boolean isDone(KafkaFuture<Void> creation) {
        try {
            await(creation);
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    private static List<String> differences(Admin admin, List<String> created) {
        List<Topic> older = Arrays.stream(Topic.values())
                .filter(topic -> !created.contains(topic.topicName()))
                .toList();
        List<String> names = older.stream().map(Topic::topicName).toList();
        List<ConfigResource> resources =
                older.stream().map(TopicBootstrap::resource).toList();
        Map<String, TopicDescription> descriptions =
                awaitKnown(() -> admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs =
                awaitKnown(() -> admin.describeConfigs(resources).all());
        List<String> differences = new ArrayList<>();
        for (Topic topic : older) {
            int partitions = requireNonNull(descriptions.get(topic.topicName()))
                    .partitions()
                    .size();
            if (partitions != topic.partitions()) {
                differences.add("topic " + topic.topicName() + " has " + partitions + " partitions, expected "
                        + topic.partitions());
            }
            differences.addAll(differences(topic, requireNonNull(configs.get(resource(topic)))));
        }
        return differences;
    }

    private static List<String> differences(Topic topic, Config actual) {
        return topic.config().entrySet().stream()
                .flatMap(expected -> {
                    ConfigEntry entry = actual.get(expected.getKey());
                    String found = entry == null ? "nothing" : String.valueOf(entry.value());
                    return found.equals(expected.getValue())
                            ? Stream.<String>empty()
                            : Stream.of("topic " + topic.topicName() + " has " + expected.getKey() + "=" + found
                                    + ", expected " + expected.getValue());
                })
                .toList();
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    }

    /** A broker that is asked may hear of a topic a moment after it was created. */
    private static <T> T awaitKnown(Supplier<KafkaFuture<T>> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return await(question.get());
            } catch (UnknownTopicOrPartitionException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static <T extends @Nullable Object> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
