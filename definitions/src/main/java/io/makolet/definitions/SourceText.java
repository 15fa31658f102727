package io.makolet.definitions;

import java.util.ArrayList;
import java.util.List;

/** The text of a source file, addressed by code point. */
final class SourceText {

    /** Longer lines are shown in part, around the place. */
    private static final int SHOWN_COLUMNS = 120;

    private final SourceFile file;
    private final int[] codePoints;
    private final int[] lineStarts;

    SourceText(SourceFile file) {
        this.file = file;
        this.codePoints = file.text().codePoints().toArray();
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < codePoints.length; i++) {
            boolean lineEnds = codePoints[i] == '\n' || (codePoints[i] == '\r' && at(i + 1) != '\n');
            if (lineEnds) {
                starts.add(i + 1);
            }
        }
        this.lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    String name() {
        return file.name();
    }

    String text() {
        return file.text();
    }

    int length() {
        return codePoints.length;
    }

    /** Code point at an offset, or 0 outside of the text. */
    int at(int offset) {
        return offset < 0 || offset >= codePoints.length ? 0 : codePoints[offset];
    }

    String slice(int from, int to) {
        return new String(codePoints, from, to - from);
    }

    Problem problem(int offset, String message) {
        int place = Math.max(0, Math.min(offset, codePoints.length));
        int line = lineOf(place);
        int column = place - lineStarts[line];
        return new Problem(name(), line + 1, column + 1, message, snippet(line, column));
    }

    /** Offset at which a line begins, from 1; that of the text's end if it has fewer. */
    int lineStart(int line) {
        return line > lineStarts.length ? codePoints.length : lineStarts[line - 1];
    }

    /** {@code file:line:column} of an offset. */
    String place(int offset) {
        return problem(offset, "").place();
    }

    private int lineOf(int offset) {
        int line = 0;
        while (line + 1 < lineStarts.length && lineStarts[line + 1] <= offset) {
            line++;
        }
        return line;
    }

    private String snippet(int line, int column) {
        int from = lineStarts[line];
        int to = line + 1 < lineStarts.length ? lineStarts[line + 1] : codePoints.length;
        while (to > from && (codePoints[to - 1] == '\n' || codePoints[to - 1] == '\r')) {
            to--;
        }
        int cut = column < SHOWN_COLUMNS * 3 / 4 ? 0 : column - SHOWN_COLUMNS / 2;
        int end = Math.min(to - from, cut + SHOWN_COLUMNS);
        String shown =
                (cut > 0 ? "…" : "") + Wording.printable(slice(from + cut, from + end)) + (end < to - from ? "…" : "");
        int caret = column - cut + (cut > 0 ? 1 : 0);
        String number = String.format("%5d", line + 1);
        return (number + " | " + shown).stripTrailing() + "\n" + " ".repeat(number.length()) + " | " + " ".repeat(caret)
                + "^";
    }
}
