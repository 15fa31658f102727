package io.makolet.schemas;

import org.apache.avro.Schema;

/** A schema's text as it is registered. */
final class SchemaText {

    private static final String JAVA_STRING = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";

    private SchemaText() {}

    /** Text without the note, in generated classes, of which Java class stands for a string: it is of no use to others. */
    static String of(Schema schema) {
        return schema.toString().replace(JAVA_STRING, "\"string\"");
    }
}
