package io.makolet.local.replay.mapping;

import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileChange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of rows as a stream of events in order of time; events of the same time keep the order of the file. */
public final class EventFile {

    private final Path path;
    private final Mapping mapping;
    private final boolean ordered;
    private final long rows;
    private final long firstMillis;

    private EventFile(Path path, Mapping mapping, boolean ordered, long rows, long firstMillis) {
        this.path = path;
        this.mapping = mapping;
        this.ordered = ordered;
        this.rows = rows;
        this.firstMillis = firstMillis;
    }

    /**
     * Looks through a file once.
     *
     * @throws MappingException if the file has not the columns that the mapping names
     * @throws IOException if the file can't be read
     */
    public static EventFile open(Path path, Mapping mapping) throws IOException {
        boolean ordered = true;
        long rows = 0;
        long last = Long.MIN_VALUE;
        long first = Long.MAX_VALUE;
        try (RowReader reader = reader(path, mapping)) {
            RowMapper mapper = new RowMapper(path.toString(), mapping, reader.columns());
            for (RowReader.Row row = reader.next(); row != null; row = reader.next()) {
                rows++;
                if (row.broken() == null) {
                    try {
                        long time = mapper.time(row.values());
                        ordered &= time >= last;
                        last = time;
                        first = Math.min(first, time);
                    } catch (BrokenRowException e) {
                        // Reported when the events are read; it has no place in the order of time.
                    }
                }
            }
            if (rows > 0) {
                RowMapper.checkColumns(path.toString(), mapping, reader.columnsOfFile());
            }
        }
        return new EventFile(path, mapping, ordered, rows, first);
    }

    /** Rows of the file, broken ones too. */
    public long rows() {
        return rows;
    }

    /** Time of the earliest row, milliseconds UTC; {@link Long#MAX_VALUE} if none has one. */
    public long firstMillis() {
        return firstMillis;
    }

    /** Are the rows in order of time? If not, reading them needs the memory to sort them. */
    public boolean ordered() {
        return ordered;
    }

    /** Events up to and including an instant, in order of time. */
    public Events read(long untilMillis, RowReport report) throws IOException {
        FileEvents events = new FileEvents(reader(path, mapping), untilMillis, report);
        return new ChangesOnly(ordered ? events : new Sorted(events));
    }

    /**
     * Tells of the rows of events that nobody takes, as broken ones.
     *
     * @param reasons by the ids of the events
     */
    public void refused(Map<String, String> reasons, RowReport report) throws IOException {
        try (RowReader reader = reader(path, mapping)) {
            RowMapper mapper = new RowMapper(path.toString(), mapping, reader.columns());
            for (RowReader.Row row = reader.next(); row != null; row = reader.next()) {
                for (MappedEvent mapped : soundEvents(mapper, row)) {
                    String id = mapped.event().id();
                    if (reasons.containsKey(id)) {
                        report.broken(new BrokenRow(
                                path.getFileName().toString(), row.line(), "event", id, reasons.get(id), row.raw()));
                    }
                }
            }
        }
    }

    private static List<MappedEvent> soundEvents(RowMapper mapper, RowReader.Row row) {
        try {
            return row.broken() == null ? mapper.map(row.values()) : List.of();
        } catch (BrokenRowException e) {
            // Reported when the events were read.
            return List.of();
        }
    }

    /** Events of a file. */
    public interface Events extends Closeable {
        /** The next event, or null at the end. */
        @Nullable
        Event next() throws IOException;
    }

    private static RowReader reader(Path path, Mapping mapping) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new MappingException(path + " is no file, expected a CSV or NDJSON file, or one packed with gzip");
        }
        TextLines lines = TextLines.open(path);
        try {
            return mapping.format() instanceof RowFormat.Csv csv
                    ? new CsvRows(path.toString(), lines, csv.delimiter())
                    : new NdJsonRows(lines, mapping.columns());
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private interface Source extends Closeable {
        @Nullable
        MappedEvent next() throws IOException;
    }

    /** Events in the order of the file. */
    private final class FileEvents implements Source {
        private final RowReader reader;
        private final RowMapper mapper;
        private final long until;
        private final RowReport report;
        private final Deque<MappedEvent> pending = new ArrayDeque<>();

        FileEvents(RowReader reader, long until, RowReport report) {
            this.reader = reader;
            this.mapper = new RowMapper(path.toString(), mapping, reader.columns());
            this.until = until;
            this.report = report;
        }

        @Override
        public @Nullable MappedEvent next() throws IOException {
            while (pending.isEmpty()) {
                RowReader.Row row = reader.next();
                if (row == null || !accept(row)) {
                    return null;
                }
            }
            return pending.pop();
        }

        /** False where the file is in order and the row lies past the end that was asked for. */
        private boolean accept(RowReader.Row row) {
            boolean counted = false;
            try {
                if (row.broken() != null) {
                    throw row.broken();
                }
                if (mapper.time(row.values()) > until) {
                    return !ordered;
                }
                counted = true;
                report.row();
                List<MappedEvent> events = mapper.map(row.values());
                if (events.isEmpty()) {
                    report.filtered();
                }
                pending.addAll(events);
            } catch (BrokenRowException e) {
                if (!counted) {
                    report.row();
                }
                report.broken(e.at(path.getFileName().toString(), row.line(), row.raw()));
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static final class Sorted implements Source {
        private final Deque<MappedEvent> events;

        Sorted(Source source) throws IOException {
            List<MappedEvent> all = new ArrayList<>();
            try (source) {
                for (MappedEvent event = source.next(); event != null; event = source.next()) {
                    all.add(event);
                }
            }
            all.sort(Comparator.comparingLong(mapped -> mapped.event().time()));
            events = new ArrayDeque<>(all);
        }

        @Override
        public @Nullable MappedEvent next() {
            return events.poll();
        }

        @Override
        public void close() {
            events.clear();
        }
    }

    /** Drops profile events that tell nothing new, where the rule says so. */
    private static final class ChangesOnly implements Events {
        private record Subject(EventRule rule, String customer) {}

        private final Source source;
        private final Map<Subject, List<ProfileChange>> last = new HashMap<>();

        ChangesOnly(Source source) {
            this.source = source;
        }

        @Override
        public @Nullable Event next() throws IOException {
            for (MappedEvent mapped = source.next(); mapped != null; mapped = source.next()) {
                Event event = mapped.event();
                Subject subject = new Subject(mapped.rule(), event.customerId());
                if (!mapped.rule().whenChanged()
                        || !Objects.equals(last.put(subject, event.profileChanges()), event.profileChanges())) {
                    return event;
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
