package io.makolet.schemas;

/** The schema registry answered that there is no such schema. */
public final class UnknownSchemaException extends RuntimeException {

    UnknownSchemaException(String message) {
        super(message);
    }
}
