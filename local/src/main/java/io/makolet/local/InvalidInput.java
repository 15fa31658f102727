package io.makolet.local;

/** Something a person gave that cannot be used. The message names it and what was expected, in one line. */
public final class InvalidInput extends RuntimeException {

    /** @param message the offending value and what was expected */
    public InvalidInput(String message) {
        super(message);
    }
}
