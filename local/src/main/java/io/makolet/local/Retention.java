package io.makolet.local;

import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** How long the broker keeps the records of topics, as it is set there. */
final class Retention {

    /** What is kept of a topic. */
    enum Kept {
        /** Records of the last days. */
        DAYS,
        /** The latest record of each key. */
        LATEST,
        /** All records. */
        FOREVER,
        /** The broker doesn't tell. */
        UNKNOWN
    }

    private final Map<String, Config> topics;

    private Retention(Map<String, Config> topics) {
        this.topics = topics;
    }

    /** Asks the broker; of what it doesn't tell, nothing is known. */
    static Retention of(Admin admin, Collection<Topic> topics) throws InterruptedException {
        List<ConfigResource> asked = new ArrayList<>();
        topics.forEach(topic -> asked.add(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName())));
        Map<String, Config> configs = new TreeMap<>();
        for (var answer : admin.describeConfigs(asked).values().entrySet()) {
            try {
                configs.put(answer.getKey().name(), answer.getValue().get());
            } catch (ExecutionException e) {
                configs.remove(answer.getKey().name());
            }
        }
        return new Retention(configs);
    }

    Kept kept(Topic topic) {
        String policy = value(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy.isEmpty()) {
            return Kept.UNKNOWN;
        }
        if (!policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return Kept.LATEST;
        }
        return millis(topic, TopicConfig.RETENTION_MS_CONFIG) < 0 ? Kept.FOREVER : Kept.DAYS;
    }

    /** How long records stay where they go after {@link Kept#DAYS}. */
    long days(Topic topic) {
        return Duration.ofMillis(millis(topic, TopicConfig.RETENTION_MS_CONFIG)).toDays();
    }

    /** When what is no longer the latest has gone, for people. */
    String goneWithin(Topic topic) {
        long millis = millis(topic, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        return millis < 0 || millis == Long.MAX_VALUE
                ? "whenever the broker comes to it"
                : "within " + Duration.ofMillis(millis).toHours() + " h";
    }

    /** What is kept, for people. */
    String text(Topic topic) {
        return switch (kept(topic)) {
            case DAYS -> days(topic) + " days";
            case LATEST -> "the latest";
            case FOREVER -> "for ever";
            case UNKNOWN -> "the broker does not tell";
        };
    }

    private long millis(Topic topic, String setting) {
        String value = value(topic, setting);
        return value.isEmpty() ? -1 : Long.parseLong(value);
    }

    private String value(Topic topic, String setting) {
        Config config = topics.get(topic.topicName());
        ConfigEntry entry = config == null ? null : config.get(setting);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
