package io.makolet.local.replay.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A row that could not become events.
 *
 * @param file name of the file
 * @param line first line of the row, from 1
 * @param column column that is wrong; null where the whole row is
 * @param value what it holds
 * @param expected what was expected instead
 * @param raw the row as it stands in the file
 */
public record BrokenRow(String file, long line, @Nullable String column, String value, String expected, String raw) {

    private static final int SHOWN = 80;

    /** One line for people: where, what, and what was expected. */
    public String message() {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        return file + ":" + line + ": " + (column == null ? "row" : column) + " is '" + shown + "', expected "
                + expected;
    }
}
