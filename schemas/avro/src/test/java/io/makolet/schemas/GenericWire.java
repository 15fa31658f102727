package io.makolet.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.generic.GenericDatumReader;

/** Values as producers with other schemas write them, by Avro's own coders alone. */
final class GenericWire {

    private GenericWire() {}

    static byte[] write(int id, GenericRecord value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] header = new byte[WireFormat.PAYLOAD];
            WireFormat.putHeader(header, id);
            out.write(header);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(value.getSchema()).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
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
            throw new java.io.UncheckedIOException(e);
        }
    }
}
