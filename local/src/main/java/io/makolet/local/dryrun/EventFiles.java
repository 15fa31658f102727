package io.makolet.local.dryrun;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.RowReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several files of events as one stream in order of time; events of the same time keep the order of the files. */
final class EventFiles implements Closeable {

    private record Head(Event event, int file) {}

    private final List<EventFile.Events> files = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparingLong((Head head) -> head.event().time()).thenComparingInt(Head::file));

    private EventFiles() {}

    /** The events up to and including an instant, milliseconds UTC. */
    static EventFiles open(List<Path> paths, Mapping mapping, long until, RowReport rows) throws IOException {
        EventFiles result = new EventFiles();
        try {
            for (Path path : paths) {
                result.files.add(EventFile.open(path, mapping).read(until, rows));
                result.advance(result.files.size() - 1);
            }
            return result;
        } catch (IOException | RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /** The next event, or null at the end. */
    @Nullable
    Event next() throws IOException {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.file());
        return head.event();
    }

    @Override
    public void close() throws IOException {
        for (EventFile.Events file : files) {
            file.close();
        }
    }

    private void advance(int file) throws IOException {
        Event event = files.get(file).next();
        if (event != null) {
            heads.add(new Head(event, file));
        }
    }
}
