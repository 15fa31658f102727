package io.makolet.local;

import java.io.PrintWriter;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns of text for people. Text that runs from right to left is isolated, so that it leaves the order of the
 * columns alone.
 */
public final class Table {

    private static final String ISOLATE = "\u2068";
    private static final String END_ISOLATE = "\u2069";
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    /** @param headings of the columns */
    public Table(String... headings) {
        rows.add(headings);
    }

    /** Adds a row, a cell for each column. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(cells.length + " cells, expected " + rows.get(0).length);
        }
        rows.add(cells);
        return this;
    }

    /** Prints nothing, not even headings, where there is no row. */
    public void printUnlessEmpty(PrintWriter out) {
        if (rows.size() > 1) {
            print(out);
        }
    }

    /** Prints the headings and all rows. */
    public void print(PrintWriter out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        for (String[] row : rows) {
            out.println(line(row, widths));
        }
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String cell = row[i].replaceAll("\\s+", " ");
            boolean last = i == row.length - 1;
            line.append(isolated(cell))
                    .append(last ? "" : " ".repeat(widths[i] - width(cell)))
                    .append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String isolated(String cell) {
        char[] characters = cell.toCharArray();
        return Bidi.requiresBidi(characters, 0, characters.length) ? ISOLATE + cell + END_ISOLATE : cell;
    }

    /** Columns that a terminal uses for a text. */
    static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || type == Character.CONTROL) {
            return 0;
        }
        return isWide(character) ? 2 : 1;
    }

    private static boolean isWide(int character) {
        Character.UnicodeScript script = Character.UnicodeScript.of(character);
        return Character.isIdeographic(character)
                || script == Character.UnicodeScript.HANGUL
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || (character >= 0xFF01 && character <= 0xFF60)
                || (character >= 0x1F300 && character <= 0x1FAFF);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(rows.toArray());
    }
}
