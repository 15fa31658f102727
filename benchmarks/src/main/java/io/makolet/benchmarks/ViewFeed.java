package io.makolet.benchmarks;

import io.makolet.avro.ViewProgress;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.schemas.ViewWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the views of the customers of {@link OfferShop} to the log as the job does: all of them once, and then from a
 * thread of its own how far it is every second, and views at a rate that can be changed.
 */
final class ViewFeed implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 100;
    private static final int BATCH_BYTES = 1 << 18;
    private static final double FOR_EVER = 1e6;
    private static final byte[] PROGRESS_KEY = "\0progress/0".getBytes(StandardCharsets.UTF_8);

    private final KafkaProducer<byte[], byte[]> producer;
    private final ViewWriter views;
    private final RecordWriter<ViewProgress> progress;
    private final int customers;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "view-feed");
    private volatile int perTick;
    private final AtomicLong sent = new AtomicLong();

    /**
     * Writes definitions and all views.
     *
     * @param kafka host and port of the log
     */
    ViewFeed(String kafka, SchemaRegistry registry, int customers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.views = new ViewWriter(registry);
        this.progress = RecordWriter.ofViewProgress(registry);
        this.customers = customers;
        RecordWriter<io.makolet.avro.Definition> definitions =
                RecordWriter.of(registry, Topic.DEFINITIONS, io.makolet.avro.Definition.class);
        for (Definition definition : OfferShop.definitions()) {
            send(Topic.DEFINITIONS, definition.key(), definitions.write(DefinitionMapping.toAvro(definition)));
        }
        for (int customer = 0; customer < customers; customer++) {
            view(customer, 1);
        }
        progress();
        producer.flush();
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes so many views a second from now on. */
    void setRate(int perSecond) {
        perTick = perSecond / TICKS_PER_SECOND;
    }

    /** Views written since all were written once. */
    long sent() {
        return sent.get();
    }

    /** Why the log refused something; null if it did not. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    private void run() {
        SplittableRandom random = new SplittableRandom(7);
        new Pace(TICKS_PER_SECOND).run(FOR_EVER, (tick, due) -> {
            int now = perTick;
            for (int i = 0; i < now; i++) {
                // Whoever has an event has applied one more than ever before.
                view(random.nextInt(customers), 2 + sent.getAndIncrement());
            }
            if (tick % TICKS_PER_SECOND == 0) {
                progress();
            }
        });
    }

    private void view(int customer, long applied) {
        send(
                Topic.CUSTOMER_VIEWS,
                OfferShop.customer(customer),
                views.write(OfferShop.view(customer, applied, System.currentTimeMillis())));
    }

    private void progress() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        byte[] value = progress.write(new ViewProgress(1L, 0, 1, now, now, null));
        for (int partition = 0; partition < Topic.CUSTOMER_VIEWS.partitions(); partition++) {
            send(new ProducerRecord<>(Topic.CUSTOMER_VIEWS.topicName(), partition, PROGRESS_KEY, value));
        }
    }

    private void send(Topic topic, String key, byte[] value) {
        send(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
        producer.close();
    }
}
