package io.makolet.schemas;

/** The schema registry answered, and has no such Avro schema. */
public final class UnknownSchemaException extends RuntimeException {

    UnknownSchemaException(String message) {
        super(message);
    }
}
