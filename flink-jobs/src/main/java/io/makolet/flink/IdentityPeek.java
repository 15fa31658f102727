package io.makolet.flink;

import io.makolet.avro.EventHeader;
import io.makolet.domain.identity.Ids;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.UnknownSchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the further ids of a person off an event's header and skips the rest. What can't be read has none: a later stage
 * decides what is wrong with it. Not thread safe.
 */
final class IdentityPeek {

    private static final int PAYLOAD = 5;
    private static final Schema IDENTITIES =
            EventHeader.getClassSchema().getField("identities").schema();

    private final SchemaRegistry registry;
    private final Map<Integer, Optional<GenericDatumReader<GenericRecord>>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    IdentityPeek(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The ids, each as namespace, colon, id; without those that can't be. */
    List<String> identities(byte @Nullable [] value) {
        if (value == null || value.length < PAYLOAD || value[0] != 0) {
            return List.of();
        }
        GenericDatumReader<GenericRecord> reader = readers.computeIfAbsent(
                        ByteBuffer.wrap(value).getInt(1), this::reader)
                .orElse(null);
        return reader == null ? List.of() : read(reader, value);
    }

    private List<String> read(GenericDatumReader<GenericRecord> reader, byte[] value) {
        try {
            BinaryDecoder fresh = DecoderFactory.get().binaryDecoder(value, PAYLOAD, value.length - PAYLOAD, decoder);
            decoder = fresh;
            GenericRecord header = (GenericRecord) reader.read(null, fresh).get("header");
            List<?> identities = (List<?>) header.get("identities");
            if (identities.isEmpty()) {
                return List.of();
            }
            List<String> ids = new ArrayList<>(identities.size());
            for (Object identity : identities) {
                GenericRecord record = (GenericRecord) identity;
                String id = Ids.of(
                        record.get("namespace").toString(), record.get("value").toString());
                if (Ids.isKey(Ids.toKey(id))) {
                    ids.add(id);
                }
            }
            return ids;
        } catch (IOException | RuntimeException e) {
            decoder = null;
            return List.of();
        }
    }

    /** A reader of the part of the record that matters; none where the writer's schema has no such part. */
    private Optional<GenericDatumReader<GenericRecord>> reader(int schemaId) {
        Schema writer;
        try {
            writer = registry.schemaOf(schemaId);
        } catch (UnknownSchemaException e) {
            return Optional.empty();
        }
        Field header = writer.getType() == Schema.Type.RECORD ? writer.getField("header") : null;
        if (header == null
                || header.schema().getType() != Schema.Type.RECORD
                || header.schema().getField("identities") == null) {
            return Optional.empty();
        }
        Schema projectedHeader = record(header.schema(), new Field("identities", IDENTITIES));
        Schema projected = record(writer, new Field("header", projectedHeader));
        return Optional.of(new GenericDatumReader<>(writer, projected));
    }

    private static Schema record(Schema like, Field field) {
        return Schema.createRecord(like.getName(), null, like.getNamespace(), false, List.of(field));
    }
}
