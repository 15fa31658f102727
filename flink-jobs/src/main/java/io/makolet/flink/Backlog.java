package io.makolet.flink;

import io.makolet.domain.definition.Definition;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The definitions of a job that reads no topics, as they would lie in theirs when the job starts. */
final class Backlog {

    private Backlog() {}

    /** All definitions and the end of the backlog. */
    static List<LogRecord> of(Collection<Definition> definitions) {
        RecordWriter<io.makolet.avro.Definition> writer =
                RecordWriter.of(new BuiltInRegistry(), Topic.DEFINITIONS, io.makolet.avro.Definition.class);
        List<LogRecord> records = new ArrayList<>();
        for (Definition definition : definitions) {
            byte[] value = writer.write(DefinitionMapping.toAvro(definition));
            records.add(
                    new LogRecord(Kind.UNTIMED, Topic.DEFINITIONS, 0, records.size(), 0, 0, definition.key(), value));
        }
        records.add(LogRecord.endOfBacklog(Topic.DEFINITIONS, -1, 0));
        return records;
    }
}
