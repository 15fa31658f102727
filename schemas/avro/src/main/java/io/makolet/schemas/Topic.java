package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Command;
import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.Definition;
import io.makolet.avro.Engagement;
import io.makolet.avro.Erasure;
import io.makolet.avro.Explanation;
import io.makolet.avro.Product;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.avro.SegmentTransition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The topics of Makolet. Keys are customer ids in UTF-8 where not said otherwise, values are Avro in Confluent's wire
 * format, partitions are chosen by Kafka's default partitioner.
 *
 * <p>The broker's append time is the time of every record; event time is inside the value. So a replay of an old year is
 * not deleted as old.
 */
public enum Topic {
    /** What people do on a site or in an app. */
    CLICKSTREAM(8, Retention.HISTORY, Clickstream.class),
    /** What became of messages. */
    ENGAGEMENT(8, Retention.HISTORY, Engagement.class),
    /** Orders, cancellations, returns. */
    PURCHASES(8, Retention.HISTORY, Purchase.class),
    /** Changes of the profile. */
    PROFILES(8, Retention.HISTORY, Profile.class),
    /** Orders to the job about one customer. */
    COMMANDS(8, Retention.HISTORY, Command.class),
    /** What was offered to whom, and why. */
    DECISIONS(8, Retention.HISTORY, null),
    /** What became of decisions. */
    OUTCOMES(8, Retention.HISTORY, null),
    /** Reserved and confirmed contacts. */
    CONTACTS(8, Retention.HISTORY, null),
    /** The product feed; the key is the product id. */
    PRODUCTS(1, Retention.LATEST, Product.class),
    /** Who was erased, and when. */
    ERASURES(1, Retention.LATEST, Erasure.class),
    /** Published definitions; the key is kind, slash, id. */
    DEFINITIONS(1, Retention.LATEST, Definition.class),
    /** What was learned. */
    MODELS(1, Retention.LATEST, null),
    /** Numbers about segments and offers. */
    INSIGHTS(1, Retention.LATEST, null),
    /** What serving needs to know of a customer; and the progress of the writers. */
    CUSTOMER_VIEWS(8, Retention.LATEST, CustomerView.class),
    /** Changes of membership; read with isolation level read_committed. */
    SEGMENT_TRANSITIONS(8, Retention.HISTORY, SegmentTransition.class),
    /** Records that could not be used; without a key. */
    DEAD_LETTERS(1, Retention.RECENT, DeadLetter.class),
    /** Why customers are in segments, for those who asked. */
    EXPLANATIONS(8, Retention.BRIEF, Explanation.class);

    /** The topics that carry events, one per {@link io.makolet.domain.event.EventSchema}. */
    public static final List<Topic> EVENTS = List.of(CLICKSTREAM, ENGAGEMENT, PURCHASES, PROFILES);

    private static final Map<String, Topic> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Topic::topicName, topic -> topic));

    private static final Duration HISTORY_KEPT = Duration.ofDays(400);
    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);
    private static final Duration ANSWERS_KEPT = Duration.ofHours(1);
    /** A replica that was away for longer must rebuild: it may have missed a tombstone. */
    private static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);
    /** How long a record may lie behind a newer one of its key: so long, erased views are on the broker's disk. */
    private static final Duration COMPACTED_WITHIN = Duration.ofDays(1);

    /** How long records are kept. */
    private enum Retention {
        HISTORY,
        RECENT,
        BRIEF,
        LATEST
    }

    private final String topicName;
    private final int partitions;
    private final Retention retention;
    private final @Nullable Class<? extends SpecificRecord> recordType;

    Topic(int partitions, Retention retention, @Nullable Class<? extends SpecificRecord> recordType) {
        this.topicName = "makolet." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.partitions = partitions;
        this.retention = retention;
        this.recordType = recordType;
    }

    /** The topic with a name on the broker; empty if it is none of ours. */
    public static Optional<Topic> named(String topicName) {
        return Optional.ofNullable(BY_NAME.get(topicName));
    }

    /** Name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** Number of partitions it is created with. */
    public int partitions() {
        return partitions;
    }

    /** Is only the latest record of each key kept for sure? */
    public boolean compacted() {
        return retention == Retention.LATEST;
    }

    /** Subject of the schemas of its values. */
    public String subject() {
        return topicName + "-value";
    }

    /** Class of its records; empty while no record is defined for it. */
    public Optional<Class<? extends SpecificRecord>> recordType() {
        return Optional.ofNullable(recordType);
    }

    /** Schema of its values as this build knows it; empty while no record is defined for it. */
    public Optional<Schema> schema() {
        return recordType().map(type -> SpecificData.get().getSchema(type));
    }

    /** Topic configuration that differs from the broker's defaults, or must not depend on them. */
    public Map<String, String> config() {
        Map<String, String> config = new TreeMap<>();
        config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        switch (retention) {
            case HISTORY -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(HISTORY_KEPT.toMillis()));
                config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
            }
            case RECENT -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(DEAD_LETTERS_KEPT.toMillis()));
                config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
            }
            case BRIEF -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(ANSWERS_KEPT.toMillis()));
                config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
                // Only what lies in a segment that is no longer written to is deleted.
                config.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(ANSWERS_KEPT.toMillis()));
            }
            case LATEST -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONES_KEPT.toMillis()));
                config.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTED_WITHIN.toMillis()));
            }
        }
        return config;
    }
}
