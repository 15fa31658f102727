package io.makolet.benchmarks;

import io.makolet.avro.Clickstream;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.schemas.EventRecords;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends what customers do on a site, by one producer, under ids that no other run uses. Not thread-safe. */
final class SiteTraffic implements AutoCloseable {

    private static final int URL_VARIETY = 50;

    private final String run = "bench-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordWriter<Clickstream> writer;
    private final int customers;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long views;
    private int bytes;

    /**
     * @param kafka host and port of the log
     * @param customers how many look at products
     */
    SiteTraffic(String kafka, SchemaRegistry registry, int customers) {
        this.producer =
                new KafkaProducer<>(producerSettings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
        this.writer = RecordWriter.of(registry, Topic.CLICKSTREAM, Clickstream.class);
        this.customers = customers;
    }

    /**
     * Settings of a site's producer. They are Kafka's defaults, so an event waits up to five milliseconds for company,
     * and a measure that counts from before that wait says so.
     */
    static Map<String, Object> producerSettings(String bootstrap) {
        return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.ACKS_CONFIG, "all");
    }

    /** One of the customers looks at a product now. */
    Event view() {
        long number = views++;
        // Stepping by a prime spreads each customer's events evenly over time and the samples over customers.
        return send("view-" + number, customer("", number * 7919 % customers), "product_view", number, now());
    }

    /** A customer of a group of its own does something at an instant, milliseconds UTC. */
    void act(String group, long number, String type, long time) {
        send(group + "-" + number, customer(group, number), type, number, time);
    }

    /** The same once more, as another event. */
    void again(String group, long number, String type, long time) {
        send(group + "again-" + number, customer(group, number), type, number, time);
    }

    /** Id of a customer of a group. */
    String customer(String group, long number) {
        return run + group + number;
    }

    /** Returns when all that was sent is in the log. */
    void flush() {
        producer.flush();
    }

    /** Size of an event in the log. */
    int bytes() {
        return bytes;
    }

    /** Why the log refused an event, or null. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    @Override
    public void close() {
        producer.close();
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private Event send(String id, String customer, String type, long number, long time) {
        @Nullable Object[] values = new Object[EventSchema.CLICKSTREAM.fields().size()];
        values[EventSchema.CLICKSTREAM.indexOf("url")] = "/products/" + number % URL_VARIETY;
        values[EventSchema.CLICKSTREAM.indexOf("product_id")] = "P" + number % URL_VARIETY;
        values[EventSchema.CLICKSTREAM.indexOf("category")] = "kitchen";
        values[EventSchema.CLICKSTREAM.indexOf("channel")] = "web";
        values[EventSchema.CLICKSTREAM.indexOf("device")] = "mobile";
        Event event = new Event(
                run + id,
                customer,
                type,
                time,
                EventSchema.CLICKSTREAM,
                values,
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        byte[] value = writer.write((Clickstream) EventRecords.toAvro(event, "site"));
        bytes = value.length;
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(Topic.CLICKSTREAM.topicName(), customer.getBytes(StandardCharsets.UTF_8), value),
                (metadata, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
        return event;
    }
}
