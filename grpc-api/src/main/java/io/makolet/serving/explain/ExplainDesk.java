package io.makolet.serving.explain;

import io.makolet.avro.Command;
import io.makolet.avro.Explanation;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes questions to the job, as commands in the log, and waits for its answers. Nothing runs before the first question. A
 * bounded number waits at a time, on no thread of the callers: a broker that is gone costs them their answer, and others
 * nothing. Thread safe.
 */
public final class ExplainDesk implements AutoCloseable {

    /** Questions that wait for an answer at a time. */
    static final int MOST_WAITING = 64;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Map<String, Object> client;
    private final SchemaRegistry registry;
    private final LongSupplier wallClock;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final Map<String, CompletableFuture<Explanation>> waiting = new ConcurrentHashMap<>();
    private final AnswerTail answers;
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "explain-questions"));

    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable RecordWriter<Command> writer;

    /**
     * @param client settings of Kafka's clients
     * @param wallClock milliseconds UTC
     */
    public ExplainDesk(Map<String, Object> client, SchemaRegistry registry, LongSupplier wallClock) {
        this.client = new HashMap<>(client);
        this.client.put(CommonClientConfigs.CLIENT_ID_CONFIG, "makolet-explain");
        this.registry = registry;
        this.wallClock = wallClock;
        this.answers = new AnswerTail(this.client, registry, this::answered);
    }

    /**
     * The job's answer. It ends with a {@link java.util.concurrent.TimeoutException} where none comes in time, with what
     * went wrong where the question can't be asked, and is given up by cancelling it.
     *
     * @throws TooManyQuestionsException if too many wait already
     */
    public CompletableFuture<Explanation> ask(byte[] customerKey, String segmentId, Duration within) {
        if (!places.tryAcquire()) {
            throw new TooManyQuestionsException(MOST_WAITING);
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<Explanation> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        CompletableFuture<Explanation> unusedEnd = answer.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((explanation, failure) -> {
                    waiting.remove(id);
                    places.release();
                });
        CompletableFuture<Void> unusedQuestion = answers.listening()
                .thenAcceptAsync(listening -> send(id, customerKey, segmentId, answer), asking)
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    /** How many wait for an answer now. */
    int waiting() {
        return waiting.size();
    }

    private void send(String id, byte[] customerKey, String segmentId, CompletableFuture<Explanation> answer) {
        if (answer.isDone()) {
            return;
        }
        Command command = Command.newBuilder()
                .setIssuedAt(Instant.ofEpochMilli(wallClock.getAsLong()))
                .setCommandId(id)
                .setType("explain")
                .setIssuer("serving")
                .setArguments(Map.of("request_id", id, "segment", segmentId))
                .build();
        var unused = producer()
                .send(
                        new ProducerRecord<>(Topic.COMMANDS.topicName(), customerKey, writer().write(command)),
                        (place, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            }
                        });
    }

    private void answered(Explanation explanation) {
        CompletableFuture<Explanation> answer = waiting.get(explanation.getRequestId());
        if (answer != null) {
            answer.complete(explanation);
        }
    }

    /** For the asking thread. */
    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> known = producer;
        if (known == null) {
            Map<String, Object> config = new HashMap<>(client);
            // Kafka doesn't take a time to deliver that is shorter than that of a request.
            Object patience = config.getOrDefault(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
            config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            known = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            producer = known;
        }
        return known;
    }

    /** For the asking thread. */
    private RecordWriter<Command> writer() {
        RecordWriter<Command> known = writer;
        if (known == null) {
            known = RecordWriter.of(registry, Topic.COMMANDS, Command.class);
            writer = known;
        }
        return known;
    }

    /** Gives up all questions that wait. */
    @Override
    public void close() {
        asking.execute(() -> {
            if (producer != null) {
                producer.close(CLOSE_WITHIN);
            }
        });
        asking.shutdown();
        answers.close();
        waiting.values().forEach(answer -> answer.cancel(false));
    }
}
