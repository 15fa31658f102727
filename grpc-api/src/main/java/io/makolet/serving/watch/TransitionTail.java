package io.makolet.serving.watch;

import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.serving.watch.WatchEndedException.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads transitions for one watcher, from a position on, until the watcher is gone. For one thread. */
final class TransitionTail {

    private static final Logger LOG = LoggerFactory.getLogger(TransitionTail.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    /** How long nothing is told at most. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Map<String, Object> client;
    private final RecordReader reader;
    private final Watcher watcher;
    private final ToLongFunction<byte[]> erasedThrough;
    private final BooleanSupplier closing;
    private long toldAt;

    /**
     * @param erasedThrough the instant, milliseconds UTC, before which everything of a customer (id, UTF-8) is forgotten
     * @param closing is it to end because this node ends?
     */
    TransitionTail(
            Map<String, Object> client,
            SchemaRegistry registry,
            Watcher watcher,
            ToLongFunction<byte[]> erasedThrough,
            BooleanSupplier closing) {
        this.client = client;
        this.reader = new RecordReader(registry);
        this.watcher = watcher;
        this.erasedThrough = erasedThrough;
        this.closing = closing;
    }

    /**
     * Tells everything behind a position.
     *
     * @throws WatchEndedException if it can't begin or go on
     */
    void follow(Start start) throws WatchEndedException {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            follow(consumer, start);
        } catch (OffsetOutOfRangeException e) {
            throw new WatchEndedException(Reason.OUT_OF_RANGE, "what comes behind the position is no longer kept");
        } catch (KafkaException e) {
            LOG.warn("A watch of transitions ended", e);
            throw new WatchEndedException(Reason.TRY_AGAIN, "the log gives no answer");
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer, Start start) throws WatchEndedException {
        String topic = Topic.SEGMENT_TRANSITIONS.topicName();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .sorted(Comparator.comparing(TopicPartition::partition))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " isn't there, expected that all topics are made before");
        }
        Position position =
                start.position(partitions, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, position.next(partition.partition())));
        tell(null, position);
        while (!over()) {
            take(consumer.poll(POLL), position);
            // Also what is between records, such as the ends of transactions, was read.
            partitions.forEach(partition -> position.advance(partition.partition(), consumer.position(partition)));
            if (System.nanoTime() - toldAt > SILENCE_NANOS) {
                tell(null, position);
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records, Position position) throws WatchEndedException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (over()) {
                return;
            }
            SegmentTransition transition = read(record);
            position.advance(record.partition(), record.offset() + 1);
            if (transition != null && watcher.wants(transition.getSegmentId()) && !forgotten(record, transition)) {
                tell(transition, position);
            }
        }
    }

    /** The log keeps what was told of somebody who was forgotten since; only that it ended is told again. */
    private boolean forgotten(ConsumerRecord<byte[], byte[]> record, SegmentTransition transition) {
        return transition.getCause() != TransitionCause.ERASURE
                && record.timestamp() < erasedThrough.applyAsLong(record.key());
    }

    private void tell(@Nullable SegmentTransition transition, Position position) {
        while (!over()) {
            if (watcher.awaitRoom(POLL)) {
                watcher.tell(transition, position.toString());
                toldAt = System.nanoTime();
                return;
            }
        }
    }

    private boolean over() {
        return watcher.gone() || closing.getAsBoolean();
    }

    /** The transition in a record; null where it can never be read. */
    private @Nullable SegmentTransition read(ConsumerRecord<byte[], byte[]> record) throws WatchEndedException {
        try {
            return reader.read(record.value()) instanceof SegmentTransition transition ? transition : null;
        } catch (PoisonException e) {
            LOG.warn(
                    "Transition {} of partition {} is passed over: {}",
                    record.offset(),
                    record.partition(),
                    e.getMessage());
            return null;
        } catch (RegistryUnavailableException e) {
            throw new WatchEndedException(Reason.TRY_AGAIN, "the schema registry gives no answer");
        }
    }
}
