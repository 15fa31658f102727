package io.makolet.local;

import io.makolet.avro.Purchase;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.EventRecords;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sells to customers, remembers every order, and says by counting who belongs to the segments of {@link BackfillIT}. */
final class BackfillShop implements AutoCloseable {

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final ConfluentRegistry registry;
    private final RecordWriter<Purchase> writer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, List<Order>> orders = new TreeMap<>();

    private record Order(String id, long time) {}

    BackfillShop(Endpoints endpoints) {
        registry = new ConfluentRegistry(RegistryConfig.of(endpoints.registry()));
        writer = RecordWriter.of(registry, Topic.PURCHASES, Purchase.class);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", endpoints.kafka(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** An order of ten pounds; one with a known id is the same order once more. */
    synchronized void sell(String customer, String order, long time) throws Exception {
        @Nullable Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        values[EventSchema.PURCHASES.indexOf("order_id")] = order;
        values[EventSchema.PURCHASES.indexOf("amount")] = 10_000_000L;
        values[EventSchema.PURCHASES.indexOf("currency")] = "GBP";
        Event event = new Event(
                order,
                customer,
                "purchase",
                time,
                EventSchema.PURCHASES,
                values,
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        producer.send(new ProducerRecord<>(
                        Topic.PURCHASES.topicName(), customer.getBytes(StandardCharsets.UTF_8), writer.write((Purchase)
                                EventRecords.toAvro(event, "test"))))
                .get(30, TimeUnit.SECONDS);
        List<Order> known = orders.computeIfAbsent(customer, c -> new CopyOnWriteArrayList<>());
        if (known.stream().noneMatch(one -> one.id().equals(order))) {
            known.add(new Order(order, time));
        }
    }

    /** All customers, with how many orders they have. */
    synchronized Map<String, Integer> customers() {
        Map<String, Integer> counts = new TreeMap<>();
        orders.forEach((customer, all) -> counts.put(customer, all.size()));
        return counts;
    }

    /** Does a customer belong to a segment at an instant? No order is near the edge of a window. */
    synchronized boolean isMember(String customer, String segment, long now) {
        List<Order> all = orders.getOrDefault(customer, List.of());
        return switch (segment) {
            case "buyers" -> all.stream().anyMatch(order -> order.time() > now - 30 * DAY);
            case "often" ->
                all.stream().filter(order -> order.time() > now - 60 * DAY).count() >= 4;
            case "spent" -> all.size() * 10 >= 70;
            case "silent" -> all.stream().noneMatch(order -> order.time() > now - 20 * DAY);
            case "quick" ->
                all.stream().anyMatch(first -> all.stream().anyMatch(then -> follows(first.time(), then.time())));
            default -> throw new IllegalArgumentException("segment " + segment);
        };
    }

    private static boolean follows(long first, long then) {
        return then > first && then - first <= 3 * DAY;
    }

    @Override
    public synchronized String toString() {
        return orders.toString();
    }

    @Override
    public void close() throws IOException {
        producer.close();
        registry.close();
    }
}
