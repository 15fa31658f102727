package io.makolet.local;

import org.jspecify.annotations.Nullable;

/** Something could not be done though the input was right. The message is one line for people. */
public final class Failure extends RuntimeException {

    /** @param message what failed and why */
    public Failure(String message) {
        super(message);
    }

    /** @param message what failed and why */
    public Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
