package io.makolet.serving.explain;

import io.makolet.avro.Explanation;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads answers of the job, from the end of their topic on, once somebody has asked. Where the broker is
 * gone it tries again, and who asks meanwhile is told.
 */
final class AnswerTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerTail.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Map<String, Object> client;
    private final RecordReader reader;
    private final Consumer<Explanation> listener;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "explain-answers");

    private boolean started;
    private CompletableFuture<Void> listening = new CompletableFuture<>();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    AnswerTail(Map<String, Object> client, SchemaRegistry registry, Consumer<Explanation> listener) {
        this.client = client;
        this.reader = new RecordReader(registry);
        this.listener = listener;
    }

    /** Completes when all answers from then on will be heard. */
    synchronized CompletableFuture<Void> listening() {
        if (!started) {
            started = true;
            thread.start();
        }
        return listening;
    }

    private synchronized void hears() {
        listening.complete(null);
    }

    private synchronized void hearsNothing(KafkaException why) {
        listening.completeExceptionally(why);
        listening = new CompletableFuture<>();
    }

    private void run() {
        while (!closing.isDone()) {
            try {
                follow();
            } catch (WakeupException e) {
                LOG.debug("Reading explanations was told to stop");
            } catch (KafkaException e) {
                LOG.warn("Reading explanations is interrupted, and tried again: {}", e.getMessage());
                hearsNothing(e);
            } catch (RuntimeException e) {
                LOG.error("Reading explanations failed, and is tried again", e);
                hearsNothing(new KafkaException("reading explanations failed, see the log", e));
            }
            pause();
        }
    }

    private void follow() {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            current = consumer;
            begin(consumer);
            while (!closing.isDone()) {
                consumer.poll(POLL).forEach(this::take);
            }
        } finally {
            current = null;
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        }
    }

    private void begin(KafkaConsumer<byte[], byte[]> consumer) {
        String topic = Topic.EXPLANATIONS.topicName();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " isn't there, expected that all topics are made before");
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end is looked up only when it is asked for.
        partitions.forEach(consumer::position);
        hears();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (reader.read(record.value()) instanceof Explanation explanation) {
                listener.accept(explanation);
            }
        } catch (PoisonException | RegistryUnavailableException e) {
            LOG.warn(
                    "Explanation {} of partition {} is passed over: {}",
                    record.offset(),
                    record.partition(),
                    e.getClass().getSimpleName());
        }
    }

    private void pause() {
        try {
            closing.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("Trying again after {}", PAUSE);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closing.complete(null);
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis());
            // What waits for a broker that is gone does not hear a wakeup.
            thread.interrupt();
            thread.join(CLOSE_WITHIN.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
