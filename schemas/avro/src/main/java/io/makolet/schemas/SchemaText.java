package io.makolet.schemas;

import org.apache.avro.Schema;

/** A schema's text as it is registered. */
final class SchemaText {

    /** Where generated classes note which Java class stands for a string. */
    private static final String STRING = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";

    private static final String IN_MAP = ",\"avro.java.string\":\"String\"";

    private SchemaText() {}

    /** Text without notes for Java: they are of no use to others. */
    static String of(Schema schema) {
        return schema.toString().replace(STRING, "\"string\"").replace(IN_MAP, "");
    }
}
