package io.makolet.local.replay;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Events that the serving node refuses for what they are. Where they stand in the file is looked up when the replay ends:
 * hardly ever is there one.
 */
final class RefusedEvents implements BiConsumer<Event, String>, AutoCloseable {

    private final EventFile file;
    private final RowReport rows;
    private final boolean strict;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /**
     * @param rows is told of each of their rows
     * @param strict is the first one the end?
     */
    RefusedEvents(EventFile file, RowReport rows, boolean strict) {
        this.file = file;
        this.rows = rows;
        this.strict = strict;
    }

    @Override
    public void accept(Event event, String reason) {
        reasons.put(event.id(), "what the serving node takes: " + reason);
        if (strict) {
            close();
        }
    }

    /** Tells of their rows. */
    @Override
    public void close() {
        if (reasons.isEmpty()) {
            return;
        }
        Map<String, String> told = Map.copyOf(reasons);
        reasons.clear();
        try {
            file.refused(told, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
