package io.makolet.local;

import java.util.Locale;

/** Where the job keeps the state of customers. */
public enum StateBackend {
    /** On disk, with what is hot in memory. */
    ROCKSDB("rocksdb"),
    /** All in memory. */
    HEAP("hashmap");

    private final String flinkName;

    StateBackend(String flinkName) {
        this.flinkName = flinkName;
    }

    String flinkName() {
        return flinkName;
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
