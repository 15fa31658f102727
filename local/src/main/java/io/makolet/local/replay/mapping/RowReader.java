package io.makolet.local.replay.mapping;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other. */
interface RowReader extends Closeable {

    /**
     * A row, or what is wrong with it.
     *
     * @param line its first line, from 1
     * @param values texts in the order of {@link #columns()}; null where the row says nothing
     * @param broken why it has no values; null if it has
     */
    record Row(
            long line,
            String raw,
            List<@Nullable String> values,
            @Nullable BrokenRowException broken) {}

    /** Names of the columns that are read. */
    List<String> columns();

    /** Names of all columns that the file is known to have so far. */
    Set<String> columnsOfFile();

    /** The next row, or null at the end. */
    @Nullable
    Row next() throws IOException;
}
