package io.makolet.local.replay;

import io.makolet.domain.event.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log in memory, which can be cut off after so many events as if the process had been killed. */
public final class RecordedLog implements EventLog {

    /** An entry: an event, or a heartbeat where it is null. */
    public record Entry(@Nullable Event event, long time, boolean more) {}

    /** The process is gone. */
    static final class Killed extends RuntimeException {}

    /** What was appended, in order. */
    public final List<Entry> entries = new ArrayList<>();

    int events;
    int flushes;
    int killAfter = Integer.MAX_VALUE;

    @Override
    public void send(Event event) {
        if (events >= killAfter) {
            throw new Killed();
        }
        events++;
        entries.add(new Entry(event, event.time(), false));
    }

    @Override
    public void heartbeat(long throughMillis, boolean more) {
        entries.add(new Entry(null, throughMillis, more));
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void close() {}

    /** The events alone. */
    public List<Event> events() {
        List<Event> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.event() != null) {
                found.add(entry.event());
            }
        }
        return found;
    }

    /** The times of the heartbeats. */
    public List<Long> heartbeats() {
        return entries.stream()
                .filter(entry -> entry.event() == null)
                .map(Entry::time)
                .toList();
    }

    LogPosition position() {
        return new LogPosition(Map.of("log", (long) entries.size()));
    }

    Appended since(LogPosition position) {
        List<Entry> appended =
                entries.subList(Math.toIntExact(position.offsets().getOrDefault("log", 0L)), entries.size()).stream()
                        .filter(entry -> entry.event() != null)
                        .toList();
        Set<String> ids = new HashSet<>();
        long latest = Long.MIN_VALUE;
        for (Entry entry : appended) {
            ids.add(Objects.requireNonNull(entry.event()).id());
            latest = Math.max(latest, entry.time());
        }
        return new Appended(ids, latest);
    }
}
