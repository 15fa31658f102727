package io.makolet.schemas;

import io.makolet.avro.Backfill;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.ViewProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of one kind in Confluent's wire format.
 *
 * <p>Not thread safe.
 */
public final class RecordWriter<T extends SpecificRecord> {

    private final byte[] header = new byte[WireFormat.PAYLOAD];
    private final SpecificDatumWriter<T> datumWriter;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private @Nullable BinaryEncoder encoder;

    private RecordWriter(SchemaRegistry registry, String subject, Class<T> type) {
        WireFormat.putHeader(header, registry.idOf(subject, SpecificData.get().getSchema(type)));
        this.datumWriter = new SpecificDatumWriter<>(type);
    }

    /**
     * A writer of a topic's own record.
     *
     * @throws UnknownSchemaException if this build's schema is not registered: the schemas were not bootstrapped
     * @throws RegistryUnavailableException if the registry gave no usable answer: try again later
     */
    public static <T extends SpecificRecord> RecordWriter<T> of(SchemaRegistry registry, Topic topic, Class<T> type) {
        if (!topic.recordType().equals(Optional.of(type))) {
            throw new IllegalArgumentException("record " + type.getName() + " for topic " + topic.topicName()
                    + ", expected " + topic.recordType().map(Class::getName).orElse("none"));
        }
        return new RecordWriter<>(registry, topic.subject(), type);
    }

    /** A writer of heartbeats. Throws as {@link #of} does. */
    public static RecordWriter<Heartbeat> ofHeartbeats(SchemaRegistry registry) {
        return new RecordWriter<>(registry, RecordTypes.subjectOf(Heartbeat.class), Heartbeat.class);
    }

    /** A writer of progress in the views topic. Throws as {@link #of} does. */
    public static RecordWriter<ViewProgress> ofViewProgress(SchemaRegistry registry) {
        return new RecordWriter<>(registry, RecordTypes.subjectOf(ViewProgress.class), ViewProgress.class);
    }

    /** A writer of backfills in the topic of definitions. Throws as {@link #of} does. */
    public static RecordWriter<Backfill> ofBackfills(SchemaRegistry registry) {
        return new RecordWriter<>(registry, RecordTypes.subjectOf(Backfill.class), Backfill.class);
    }

    /**
     * The record's bytes.
     *
     * @throws IllegalArgumentException if a field that must be set is null
     */
    public byte[] write(T value) {
        // Reconfiguring flushes what a failed write left behind, so it comes before the reset.
        BinaryEncoder fresh = EncoderFactory.get().binaryEncoder(out, encoder);
        encoder = fresh;
        out.reset();
        out.write(header, 0, header.length);
        try {
            datumWriter.write(value, fresh);
            fresh.flush();
        } catch (NullPointerException | ClassCastException | AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    "can't write " + value.getSchema().getName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
