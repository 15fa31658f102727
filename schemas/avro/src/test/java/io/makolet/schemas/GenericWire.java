package io.makolet.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Values as other producers write them, by Avro's own coders alone. */
final class GenericWire {

    private GenericWire() {}

    static byte[] write(int id, GenericRecord value) {
        return write(id, value, new GenericDatumWriter<>(value.getSchema()));
    }

    static byte[] writeSpecific(int id, SpecificRecord value) {
        return write(
                id, value, new SpecificDatumWriter<>(value.getSchema(), SpecificData.getForClass(value.getClass())));
    }

    private static <T> byte[] write(int id, T value, DatumWriter<T> writer) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] header = new byte[WireFormat.PAYLOAD];
            WireFormat.putHeader(header, id);
            out.write(header);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            writer.write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same record under another schema, with what is new at its default. */
    static GenericRecord as(Schema target, byte[] value, Schema writer) {
        try {
            DatumReader<GenericRecord> reader = new GenericDatumReader<>(writer, target, new GenericData());
            return reader.read(
                    null,
                    DecoderFactory.get()
                            .binaryDecoder(value, WireFormat.PAYLOAD, value.length - WireFormat.PAYLOAD, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
