package io.makolet.local;

import io.makolet.avro.Command;
import io.makolet.avro.Erasure;
import io.makolet.avro.Product;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.LinkMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes products, erasures and statements about ids into their topics; returns when the broker has them. */
final class Publisher implements AutoCloseable {

    private final ConfluentRegistry registry;
    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    Publisher(String kafka, RegistryConfig schemas) {
        registry = new ConfluentRegistry(schemas);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", kafka,
                        "acks", "all",
                        "max.block.ms", 30_000,
                        "delivery.timeout.ms", 60_000,
                        "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void products(List<Product> products) {
        RecordWriter<Product> writer = RecordWriter.of(registry, Topic.PRODUCTS, Product.class);
        products.forEach(product -> send(Topic.PRODUCTS, product.getProductId(), writer, product));
        awaitAll();
    }

    /** The record comes first: a job that starts between the two knows of the erasure already. */
    void erasure(Erasure erasure) {
        String customer = erasure.getCustomerId();
        send(Topic.ERASURES, customer, RecordWriter.of(registry, Topic.ERASURES, Erasure.class), erasure);
        awaitAll();
        RecordWriter<Command> commands = RecordWriter.of(registry, Topic.COMMANDS, Command.class);
        send(Topic.COMMANDS, customer, commands, ErasureMapping.command(erasure));
        awaitAll();
    }

    /** Two ids are one person's, or are not. */
    void statement(String id, String other, boolean linked) {
        Command command = LinkMapping.command(
                other,
                linked,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                UUID.randomUUID().toString(),
                "makolet " + (linked ? LinkMapping.LINK : LinkMapping.UNLINK));
        send(Topic.COMMANDS, id, RecordWriter.of(registry, Topic.COMMANDS, Command.class), command);
        awaitAll();
    }

    private <T extends SpecificRecord> void send(Topic topic, String key, RecordWriter<T> writer, T value) {
        sent.add(producer.send(
                new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), writer.write(value))));
    }

    private void awaitAll() {
        producer.flush();
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw new Failure("the broker did not take what was published: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while publishing", e);
        }
    }

    @Override
    public void close() throws IOException {
        producer.close();
        registry.close();
    }
}
