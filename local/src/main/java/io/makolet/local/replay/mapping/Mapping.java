package io.makolet.local.replay.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the rows of a file become events, as a mapping file says it. Names of columns are not checked before a
 * {@link RowMapper} binds them to the columns that a file has.
 *
 * @param format how rows are written
 * @param time when the row happened
 * @param customer column with the customer's id
 * @param optional columns that a file may lack
 * @param only rows that count; all conditions must hold
 * @param events what a row may become; each rule that takes a row makes one event of it
 */
public record Mapping(
        RowFormat format,
        TimeColumn time,
        String customer,
        Set<String> optional,
        List<RowFilter> only,
        List<EventRule> events) {

    /** The column with the time of a row. */
    public record TimeColumn(String column, TimeFormat format) {}

    public Mapping {
        optional = Set.copyOf(optional);
        only = List.copyOf(only);
        events = List.copyOf(events);
    }

    /**
     * Reads a mapping file.
     *
     * @throws MappingException if it is not a valid mapping; all its problems at once
     * @throws IOException if it can't be read
     */
    public static Mapping load(Path file) throws IOException {
        return MappingReader.read(file);
    }

    /** All columns that the mapping reads, in order of name. */
    List<String> columns() {
        TreeSet<String> columns = new TreeSet<>();
        columns.add(time.column());
        columns.add(customer);
        only.forEach(filter -> columns.add(filter.column()));
        events.forEach(event -> columns.addAll(event.columns()));
        return List.copyOf(columns);
    }
}
