package io.makolet.schemas;

import io.makolet.schemas.PoisonException.Reason;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format, each as the class that has the full name of the schema it was written with.
 *
 * <p>Every record is decoded from its own bytes alone: a bad one leaves nothing behind for the next. Don't compare what
 * comes out with {@code equals}: Avro's lists can't compare dates. Not thread safe.
 */
public final class RecordReader {

    private final PerSchema<DatumReader<SpecificRecord>> readers;
    private final ArrayDecoder decoder = new ArrayDecoder();

    public RecordReader(SchemaRegistry registry) {
        this.readers = new PerSchema<>(registry, RecordReader::readerOf);
    }

    /**
     * The record in a value; a new object each time.
     *
     * @throws PoisonException if the value can never be read
     * @throws RegistryUnavailableException if its schema isn't known yet and the registry gave no usable answer
     */
    public SpecificRecord read(byte @Nullable [] value) throws PoisonException {
        byte[] bytes = WireFormat.check(value);
        int id = WireFormat.schemaId(bytes);
        return decode(readers.get(id), id, bytes);
    }

    private SpecificRecord decode(DatumReader<SpecificRecord> reader, int id, byte[] value) throws PoisonException {
        decoder.reset(value, WireFormat.PAYLOAD);
        SpecificRecord result;
        try {
            result = reader.read(null, decoder);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new PoisonException(
                    Reason.UNDECODABLE,
                    "value of " + value.length + " bytes is not what schema " + id + " says: " + e,
                    id,
                    e);
        }
        if (decoder.remaining() > 0) {
            throw new PoisonException(
                    Reason.UNDECODABLE,
                    decoder.remaining() + " of " + value.length + " bytes left over after a record of schema " + id,
                    id);
        }
        return result;
    }

    private static DatumReader<SpecificRecord> readerOf(int id, Schema writer) throws PoisonException {
        Class<? extends SpecificRecord> type = RecordTypes.named(writer.getFullName())
                .orElseThrow(() -> new PoisonException(
                        Reason.UNSUPPORTED,
                        "record " + writer.getFullName() + ", expected one of " + RecordTypes.names(),
                        id));
        Schema reader = SpecificData.get().getSchema(type);
        requireReadable(writer, reader, id);
        return new SpecificDatumReader<>(writer, reader, model(type));
    }

    /** A model of this reader's own, because Avro's cache of fast readers in it is not made for several threads. */
    private static SpecificData model(Class<? extends SpecificRecord> type) {
        SpecificData model = new SpecificData(type.getClassLoader());
        SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
        model.setFastReaderEnabled(true);
        return model;
    }

    private static void requireReadable(Schema writer, Schema reader, int id) throws PoisonException {
        List<String> problems;
        try {
            problems = SchemaResolution.problems(reader, writer);
        } catch (AvroRuntimeException e) {
            problems = List.of(String.valueOf(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new PoisonException(
                    Reason.UNDECODABLE,
                    "schema " + id + " can't be read as " + reader.getFullName() + ": " + String.join("; ", problems),
                    id);
        }
    }
}
