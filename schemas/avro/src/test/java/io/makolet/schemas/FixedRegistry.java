package io.makolet.schemas;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** Schemas of other versions and producers, under ids that a test gives; it counts how often it is asked. */
final class FixedRegistry implements SchemaRegistry {

    final AtomicInteger asked = new AtomicInteger();

    private final Map<Integer, Schema> schemas = new HashMap<>();

    FixedRegistry with(int id, Schema schema) {
        schemas.put(id, schema);
        return this;
    }

    @Override
    public int idOf(String subject, Schema schema) {
        asked.incrementAndGet();
        return schemas.entrySet().stream()
                .filter(e -> e.getValue().equals(schema))
                .findFirst()
                .orElseThrow(() -> new UnknownSchemaException("no such schema under " + subject))
                .getKey();
    }

    @Override
    public Schema schemaOf(int id) {
        asked.incrementAndGet();
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new UnknownSchemaException("schema id " + id + ", expected one that is registered");
        }
        return schema;
    }
}
