package io.makolet.serving.watch;

/** A watch can't begin or go on. */
public final class WatchEndedException extends Exception {

    private static final long serialVersionUID = 1;

    /** What the watcher can do about it. */
    public enum Reason {
        /** Try again later, from the last position. */
        TRY_AGAIN,
        /** Begin elsewhere: what comes behind the position is not kept. */
        OUT_OF_RANGE,
        /** Try again when others have ended. */
        TOO_MANY
    }

    private final Reason reason;

    WatchEndedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What the watcher can do about it. */
    public Reason reason() {
        return reason;
    }
}
