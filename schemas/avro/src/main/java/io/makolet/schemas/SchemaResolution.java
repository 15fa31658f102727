package io.makolet.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Can data of one schema be read with another? Avro's rules, and one more: a logical type must stay what it is. Avro
 * would read microseconds as milliseconds without a word.
 */
final class SchemaResolution {

    private record Pair(String reader, String writer) {}

    private final List<String> problems = new ArrayList<>();
    private final Set<Pair> seen = new HashSet<>();

    private SchemaResolution() {}

    /** What stands in the way, with the place in the schema; empty if the reader can read all the writer's data. */
    static List<String> problems(Schema reader, Schema writer) {
        SchemaResolution resolution = new SchemaResolution();
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities().stream()
                .map(i -> i.getLocation() + ": " + i.getMessage() + " (" + i.getType() + ")")
                .forEach(resolution.problems::add);
        resolution.compareLogicalTypes(reader, writer, "");
        return resolution.problems;
    }

    private void compareLogicalTypes(Schema reader, Schema writer, String path) {
        if (reader.getType() == Schema.Type.UNION && writer.getType() == Schema.Type.UNION) {
            for (Schema branch : writer.getTypes()) {
                reader.getTypes().stream()
                        .filter(r -> r.getFullName().equals(branch.getFullName()))
                        .forEach(r -> compareLogicalTypes(r, branch, path));
            }
        } else if (reader.getType() == Schema.Type.UNION) {
            reader.getTypes().forEach(r -> compareIfSameType(r, writer, path));
        } else if (writer.getType() == Schema.Type.UNION) {
            writer.getTypes().forEach(w -> compareIfSameType(reader, w, path));
        } else {
            compareIfSameType(reader, writer, path);
        }
    }

    private void compareIfSameType(Schema reader, Schema writer, String path) {
        if (reader.getType() != writer.getType()) {
            return;
        }
        String expected = logicalType(reader);
        String found = logicalType(writer);
        if (!Objects.equals(expected, found)) {
            problems.add((path.isEmpty() ? "/" : path) + ": logical type " + found + ", expected " + expected);
        }
        switch (reader.getType()) {
            case RECORD -> compareFields(reader, writer, path);
            case ARRAY -> compareLogicalTypes(reader.getElementType(), writer.getElementType(), path + "/items");
            case MAP -> compareLogicalTypes(reader.getValueType(), writer.getValueType(), path + "/values");
            default -> {}
        }
    }

    private void compareFields(Schema reader, Schema writer, String path) {
        if (!seen.add(new Pair(reader.getFullName(), writer.getFullName()))) {
            return;
        }
        for (Schema.Field field : reader.getFields()) {
            Schema.Field written = writer.getField(field.name());
            if (written != null) {
                compareLogicalTypes(field.schema(), written.schema(), path + "/" + field.name());
            }
        }
    }

    private static String logicalType(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type == null ? "none" : type.getName();
    }
}
