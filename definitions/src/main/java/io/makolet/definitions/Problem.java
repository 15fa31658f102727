package io.makolet.definitions;

import java.util.Comparator;

/**
 * Something wrong with a definition, and where.
 *
 * @param file name of the source file
 * @param line line in it, from 1; 0 where the problem is the file itself
 * @param column column in that line, from 1, counted in code points; 0 where the problem is the file itself
 * @param message the offending value and what was expected
 * @param snippet the line and a caret under the place, for a fixed-width font; empty where the problem is the file itself
 */
public record Problem(String file, int line, int column, String message, String snippet) {

    /** By file, then by place. */
    static final Comparator<Problem> IN_READING_ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    static Problem ofFile(String file, String message) {
        return new Problem(file, 0, 0, message, "");
    }

    /** For people: {@code file:line:column: message}, and the line with its caret below. */
    public String render() {
        return line == 0 ? file + ": " + message : place() + ": " + message + "\n" + snippet;
    }

    /** {@code file:line:column}. */
    String place() {
        return file + ":" + line + ":" + column;
    }
}
