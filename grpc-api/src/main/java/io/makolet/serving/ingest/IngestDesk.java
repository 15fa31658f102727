package io.makolet.serving.ingest;

import io.makolet.schemas.EventWriter;
import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.UnknownSchemaException;
import io.makolet.serving.api.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events to the log, in their order, on a thread of its own: nobody else waits for the broker. A bounded number is
 * on its way at a time, and what can't be appended within seconds is given back. Nothing runs before the first event.
 * Thread safe.
 */
public final class IngestDesk implements AutoCloseable {

    /** Events on their way at a time. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(IngestDesk.class);

    /** Longer than the client waits for a broker's answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Map<String, Object> client;
    private final SchemaRegistry registry;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final ExecutorService writing = Executors.newSingleThreadExecutor(task -> new Thread(task, "ingest"));

    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable EventWriter writer;

    /** @param client settings of Kafka's clients */
    public IngestDesk(Map<String, Object> client, SchemaRegistry registry) {
        this(client, registry, PATIENCE);
    }

    /** @param patience after which an event is given back */
    IngestDesk(Map<String, Object> client, SchemaRegistry registry, Duration patience) {
        this.patience = patience;
        this.client = new HashMap<>(client);
        this.client.put(CommonClientConfigs.CLIENT_ID_CONFIG, "makolet-ingest");
        this.registry = registry;
    }

    /**
     * Appends events. Each answer ends when all replicas that count have the event, or with a failure of the reason {@link
     * Reason#LOG_UNAVAILABLE}.
     *
     * @throws io.grpc.StatusRuntimeException of {@link Reason#TOO_MANY_WAITING}; none of them is appended then
     */
    List<CompletableFuture<Void>> append(List<Incoming> events) {
        if (!places.tryAcquire(events.size())) {
            throw Reason.TOO_MANY_WAITING.error("too many events are on their way to the log, expected at most "
                    + MOST_WAITING + ": send again later");
        }
        long now = System.nanoTime();
        List<CompletableFuture<Void>> answers = new ArrayList<>(events.size());
        for (Incoming event : events) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            CompletableFuture<Void> unused = answer.whenComplete((done, failure) -> places.release());
            answers.add(answer);
            writing.execute(() -> send(event, now, answer));
        }
        return answers;
    }

    /** Events on their way. */
    int waiting() {
        return MOST_WAITING - places.availablePermits();
    }

    private void send(Incoming event, long since, CompletableFuture<Void> answer) {
        if (System.nanoTime() - since > patience.toNanos()) {
            answer.completeExceptionally(unavailable());
            return;
        }
        try {
            byte[] key = event.event().customerId().getBytes(StandardCharsets.UTF_8);
            byte[] value = writer().write(event.event(), event.identities(), event.source());
            String topic = EventWriter.topicOf(event.event()).topicName();
            var unused = producer().send(new ProducerRecord<>(topic, key, value), (place, failure) -> {
                if (failure == null) {
                    answer.complete(null);
                } else {
                    failed(failure, answer);
                }
            });
        } catch (IllegalArgumentException e) {
            answer.completeExceptionally(Reason.MALFORMED_REQUEST.error(String.valueOf(e.getMessage())));
        } catch (KafkaException | RegistryUnavailableException | UnknownSchemaException e) {
            failed(e, answer);
        }
    }

    private static void failed(Exception failure, CompletableFuture<Void> answer) {
        LOG.warn("An event can't be appended: {}", failure.toString());
        answer.completeExceptionally(unavailable());
    }

    private static RuntimeException unavailable() {
        return Reason.LOG_UNAVAILABLE.error("the log takes no events now: send again later, with the same ids");
    }

    private EventWriter writer() {
        EventWriter known = writer;
        if (known == null) {
            known = new EventWriter(registry, Incoming.DOOR);
            writer = known;
        }
        return known;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> known = producer;
        if (known == null) {
            Map<String, Object> settings = new HashMap<>(client);
            settings.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
            known = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = known;
        }
        return known;
    }

    @Override
    public void close() {
        writing.execute(() -> {
            if (producer != null) {
                producer.close(CLOSE_WITHIN);
            }
        });
        writing.shutdown();
    }
}
