package io.makolet.local.replay;

/** Events could not be appended to the log. */
public final class EventLogException extends RuntimeException {
    EventLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
