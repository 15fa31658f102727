package io.makolet.local.replay.mapping;

import org.jspecify.annotations.Nullable;

/** A row is broken; whoever knows the file and the line makes a {@link BrokenRow} of it. */
final class BrokenRowException extends Exception {

    private final @Nullable String column;
    private final String value;
    private final String expected;

    BrokenRowException(@Nullable String column, @Nullable String value, String expected) {
        super(expected, null, false, false);
        this.column = column;
        this.value = value == null ? "" : value;
        this.expected = expected;
    }

    BrokenRow at(String file, long line, String raw) {
        return new BrokenRow(file, line, column, value, expected, raw);
    }
}
