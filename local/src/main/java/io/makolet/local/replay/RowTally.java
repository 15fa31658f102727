package io.makolet.local.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts rows, shows the first broken ones, and keeps all of them in a file where one is given. */
final class RowTally implements RowReport, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int shown;
    private final boolean strict;
    private final Consumer<String> out;
    private final @Nullable Writer rejects;
    private long rowCount;
    private long filteredCount;
    private long rejectedCount;

    /**
     * @param shown how many broken rows are shown
     * @param strict is the first broken row the end?
     * @param rejects file that takes the broken rows, one JSON object per line; null for none
     */
    RowTally(int shown, boolean strict, @Nullable Path rejects, Consumer<String> out) throws IOException {
        this.shown = shown;
        this.strict = strict;
        this.out = out;
        this.rejects = rejects == null ? null : Files.newBufferedWriter(rejects);
    }

    @Override
    public void row() {
        rowCount++;
    }

    @Override
    public void filtered() {
        filteredCount++;
    }

    @Override
    public void broken(BrokenRow row) {
        if (strict) {
            throw new InvalidInput(row.message());
        }
        rejectedCount++;
        if (rejectedCount <= shown) {
            out.accept(row.message());
        } else if (rejectedCount == shown + 1L) {
            out.accept("more broken rows are counted, but not shown");
        }
        if (rejects != null) {
            write(row, rejects);
        }
    }

    private static void write(BrokenRow row, Writer writer) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("file", row.file());
        entry.put("line", row.line());
        entry.put("column", row.column());
        entry.put("value", row.value());
        entry.put("expected", row.expected());
        entry.put("row", row.raw());
        try {
            writer.write(JSON.writeValueAsString(entry));
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the broken rows can't be written: " + e.getMessage(), e);
        }
    }

    long rowCount() {
        return rowCount;
    }

    long filteredCount() {
        return filteredCount;
    }

    long rejectedCount() {
        return rejectedCount;
    }

    @Override
    public void close() throws IOException {
        if (rejects != null) {
            rejects.close();
        }
    }
}
