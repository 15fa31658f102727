package io.makolet.local.replay;

import io.makolet.avro.Heartbeat;
import io.makolet.domain.event.Event;
import io.makolet.schemas.EventWriter;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a running system, with the serde that every producer uses. A broker that is away for half a minute is
 * waited for. Not thread safe.
 */
public final class KafkaEventLog implements EventLog {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String source;
    private final EventWriter events;
    private final RecordWriter<Heartbeat> heartbeats;
    private final List<PartitionInfo> inputs = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * @param bootstrap host and port of the log
     * @param source system that the events come from, such as import
     * @param linger how long the producer waits for company; zero sends at once
     * @throws EventLogException if the log can't be reached
     */
    public KafkaEventLog(String bootstrap, SchemaRegistry registry, String source, Duration linger) {
        this.source = source;
        this.events = new EventWriter(registry, source);
        this.heartbeats = RecordWriter.ofHeartbeats(registry);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "makolet-" + source,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        linger.toMillis(),
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            for (Topic topic : Topic.EVENTS) {
                inputs.addAll(producer.partitionsFor(topic.topicName()));
            }
            inputs.addAll(producer.partitionsFor(Topic.COMMANDS.topicName()));
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new EventLogException("the log at " + bootstrap + " does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void send(Event event) {
        byte[] key = event.customerId().getBytes(StandardCharsets.UTF_8);
        append(new ProducerRecord<>(EventWriter.topicOf(event).topicName(), key, events.write(event)));
    }

    @Override
    public void heartbeat(long throughMillis, boolean more) {
        byte[] value = heartbeats.write(Heartbeat.newBuilder()
                .setEventTime(Instant.ofEpochMilli(throughMillis))
                .setSource(source)
                .setMore(more)
                .build());
        for (PartitionInfo input : inputs) {
            append(new ProducerRecord<>(input.topic(), input.partition(), null, value));
        }
    }

    @Override
    public void flush() {
        try {
            producer.flush();
        } catch (InterruptException e) {
            throw new EventLogException("interrupted while events were on their way to the log", e);
        }
        throwFailure();
    }

    @Override
    public void close() {
        // What is still on its way after a failure is of no use: it was never confirmed.
        boolean failed = failure.get() != null || Thread.currentThread().isInterrupted();
        try {
            producer.close(failed ? Duration.ZERO : PATIENCE);
        } catch (InterruptException e) {
            // Said by the flush that was interrupted before; the producer is closed all the same.
        }
    }

    private void append(ProducerRecord<byte[], byte[]> record) {
        throwFailure();
        try {
            Future<RecordMetadata> unused = producer.send(record, (metadata, problem) -> {
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
            });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            throwFailure();
        }
    }

    private void throwFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new EventLogException("the log did not take an event: " + problem.getMessage(), problem);
        }
    }
}
