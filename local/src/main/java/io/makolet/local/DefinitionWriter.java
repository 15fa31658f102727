package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The one who may write definitions: whoever opens another, on whatever machine, takes the pen from this one, and what this
 * one has not committed is not published. So what is read of the log after opening it is still so when it writes.
 */
final class DefinitionWriter implements AutoCloseable {

    private static final String PEN = "makolet-definitions";

    /** A writer that dies in the middle holds readers up no longer. */
    private static final int TRANSACTION_MILLIS = 10_000;

    private static final int PATIENCE_MILLIS = 30_000;

    private final ConfluentRegistry registry;
    private final Producer<byte[], byte[]> producer;

    /** Takes the pen. */
    DefinitionWriter(String kafka, RegistryConfig schemas) {
        registry = new ConfluentRegistry(schemas);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, PEN,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw new Failure("the broker does not let anybody publish: " + e.getMessage(), e);
        }
    }

    /**
     * Writes definitions, and before them the backfills of what they ask for: all or none; returns when the broker has them.
     *
     * @param log as it was read since this one was opened
     * @throws Failure if another one was opened since
     */
    void write(List<Definition> definitions, DefinitionLog log, List<Backfill> backfills) {
        if (definitions.isEmpty() && backfills.isEmpty()) {
            return;
        }
        RecordWriter<io.makolet.avro.Definition> writer =
                RecordWriter.of(registry, Topic.DEFINITIONS, io.makolet.avro.Definition.class);
        try {
            producer.beginTransaction();
            for (Backfill backfill : backfills) {
                byte[] key = io.makolet.domain.definition.Backfill.key(backfill.getNumber())
                        .getBytes(StandardCharsets.UTF_8);
                byte[] value = RecordWriter.ofBackfills(registry).write(backfill);
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(Topic.DEFINITIONS.topicName(), key, value));
            }
            for (Definition definition : definitions) {
                byte[] key = definition.key().getBytes(StandardCharsets.UTF_8);
                byte[] value = writer.write(DefinitionMapping.toAvro(definition, log.keptWithNext(definition.key())));
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(Topic.DEFINITIONS.topicName(), key, value));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new Failure(
                    isBeaten(e)
                            ? "somebody else began to publish meanwhile, expected one at a time: nothing was published,"
                                    + " try again"
                            : "the broker did not take what was published: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isBeaten(Throwable e) {
        return e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || (e.getCause() != null && isBeaten(e.getCause()));
    }

    @Override
    public void close() throws IOException {
        producer.close();
        registry.close();
    }
}
