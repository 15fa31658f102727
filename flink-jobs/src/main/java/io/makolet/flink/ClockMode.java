package io.makolet.flink;

import java.util.Arrays;
import java.util.Locale;

/** What "now" is. */
public enum ClockMode {
    /** The wall clock: live operation. */
    WALL,
    /** The event time of the log: replays of history. */
    LOG;

    /**
     * The mode of a name in small letters.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static ClockMode named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("clock " + name + ", expected wall or log"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
