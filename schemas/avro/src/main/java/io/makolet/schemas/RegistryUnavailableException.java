package io.makolet.schemas;

/** The schema registry gave no usable answer. It says nothing about the record or schema asked for: try again later. */
public final class RegistryUnavailableException extends RuntimeException {

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
