package io.makolet.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The schemas of this build under ids of its own, for bytes that never leave the process: a dry-run, a benchmark. Thread
 * safe.
 */
public final class BuiltInRegistry implements SchemaRegistry {

    private static final Map<String, Schema> BY_SUBJECT = RecordTypes.schemasBySubject();
    private static final List<Schema> BY_ID = new ArrayList<>(BY_SUBJECT.values());

    @Override
    public int idOf(String subject, Schema schema) {
        if (!schema.equals(BY_SUBJECT.get(subject))) {
            throw new UnknownSchemaException("no such schema under subject " + subject + ": " + schema.getFullName());
        }
        return BY_ID.indexOf(schema) + 1;
    }

    @Override
    public Schema schemaOf(int id) {
        if (id < 1 || id > BY_ID.size()) {
            throw new UnknownSchemaException("schema id " + id + ", expected 1 to " + BY_ID.size());
        }
        return BY_ID.get(id - 1);
    }
}
