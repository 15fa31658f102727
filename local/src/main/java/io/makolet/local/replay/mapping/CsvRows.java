package io.makolet.local.replay.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file with a header line.
 *
 * <p>Each row is parsed by itself, so that a quote that is never closed breaks one row and not the rest of the file.
 */
final class CsvRows implements RowReader {

    /** A quoted value may go over this many lines; a quote still open then was never meant as one. */
    private static final int MOST_LINES_OF_A_ROW = 100;

    private final TextLines lines;
    private final ObjectReader parser;
    private final List<String> columns;

    CsvRows(String file, TextLines lines, char delimiter) throws IOException {
        this.lines = lines;
        this.parser = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(delimiter));
        TextLines.Line header = lines.next();
        if (header == null) {
            throw new MappingException(file + " is empty, expected a line with the names of the columns");
        }
        this.columns = columns(file, header);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Set<String> columnsOfFile() {
        return new LinkedHashSet<>(columns);
    }

    @Override
    public @Nullable Row next() throws IOException {
        TextLines.Line line = lines.next();
        while (line != null && line.text().isEmpty() && line.problem() == null) {
            line = lines.next();
        }
        return line == null ? null : row(line);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Row row(TextLines.Line first) throws IOException {
        if (first.problem() != null) {
            return broken(first, first.problem());
        }
        String raw = first.text();
        Deque<TextLines.Line> continuation = new ArrayDeque<>();
        while (true) {
            try {
                return row(first.number(), raw, parser.readValue(raw));
            } catch (JsonProcessingException e) {
                if (raw.chars().filter(c -> c == '"').count() % 2 == 0) {
                    return broken(first, "a row in CSV (" + firstLine(e) + ")");
                }
                TextLines.Line next = continuation.size() + 1 < MOST_LINES_OF_A_ROW ? lines.next() : null;
                if (next == null || raw.length() + next.text().length() > TextLines.LONGEST) {
                    if (next != null) {
                        lines.pushBack(next);
                    }
                    while (!continuation.isEmpty()) {
                        lines.pushBack(continuation.pop());
                    }
                    return broken(first, "a row whose quotes are closed");
                }
                continuation.push(next);
                raw = raw + "\n" + next.text();
            }
        }
    }

    private Row row(long line, String raw, @Nullable String[] values) {
        if (values.length != columns.size()) {
            String expected = columns.size() + " values (" + String.join(",", columns) + "), not " + values.length;
            return new Row(line, raw, List.of(), new BrokenRowException(null, raw, expected));
        }
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null && value.isEmpty()) {
                values[i] = null;
            }
        }
        return new Row(line, raw, Arrays.asList(values), null);
    }

    private static Row broken(TextLines.Line line, String expected) {
        return new Row(line.number(), line.text(), List.of(), new BrokenRowException(null, line.text(), expected));
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private List<String> columns(String file, TextLines.Line header) throws IOException {
        Row row;
        try {
            String[] names = parser.readValue(header.text());
            row = new Row(1, header.text(), Arrays.asList(names), null);
        } catch (JsonProcessingException e) {
            row = broken(header, "");
        }
        if (row.broken() != null || header.problem() != null) {
            throw new MappingException(
                    file + ":1: '" + header.text() + "', expected a line with the names of the columns");
        }
        List<String> names =
                row.values().stream().map(name -> name == null ? "" : name).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new MappingException(file + ":1: column '" + name + "' twice, expected each name once");
            }
        }
        return names;
    }
}
