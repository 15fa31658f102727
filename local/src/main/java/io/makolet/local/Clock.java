package io.makolet.local;

import java.util.Locale;

/** What "now" is when a customer is asked for. */
public enum Clock {
    /** The time of day. */
    WALL,
    /** The event time the log has reached, for replays of history. */
    LOG;

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
