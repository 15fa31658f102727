package io.makolet.local.replay;

import java.util.Map;

/** Ends of the partitions of the event topics at some moment: first offset that did not exist yet, by topic-partition. */
public record LogPosition(Map<String, Long> offsets) {

    /** Nothing lies beyond it that matters. */
    public static final LogPosition NONE = new LogPosition(Map.of());

    public LogPosition {
        offsets = Map.copyOf(offsets);
    }
}
