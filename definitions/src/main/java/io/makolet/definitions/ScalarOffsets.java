package io.makolet.definitions;

import java.util.Arrays;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Where each character of a scalar's value stands in the source, through quotes, escapes, folded lines and indentation.
 *
 * <p>Where value and source can't be matched, every character is said to stand where the scalar begins.
 */
final class ScalarOffsets {

    private final SourceText source;
    private final int end;
    private final boolean escapes;
    private final boolean doubledQuotes;
    private final int[] value;
    private final int[] offsets;
    private int found;
    private int next;

    private ScalarOffsets(SourceText source, YamlNode.Scalar scalar) {
        this.source = source;
        this.value = scalar.value().codePoints().toArray();
        this.offsets = new int[value.length + 1];
        this.escapes = scalar.style() == ScalarStyle.DOUBLE_QUOTED;
        this.doubledQuotes = scalar.style() == ScalarStyle.SINGLE_QUOTED;
        int quote = escapes || doubledQuotes ? 1 : 0;
        this.next = scalar.start() + quote;
        this.end = scalar.end() - quote;
        boolean block = scalar.style() == ScalarStyle.LITERAL || scalar.style() == ScalarStyle.FOLDED;
        boolean matched = block ? matchBlock() : matchFlow();
        offsets[value.length] = next;
        if (!matched) {
            Arrays.fill(offsets, scalar.start());
        }
    }

    /** The offset in the source of the code point at an index of the value; the value's length stands for its end. */
    static int of(SourceText source, YamlNode.Scalar scalar, int index) {
        int[] offsets = new ScalarOffsets(source, scalar).offsets;
        return offsets[Math.max(0, Math.min(index, offsets.length - 1))];
    }

    /** In a block, what can be seen is written as it is; only white space comes and goes. */
    private boolean matchBlock() {
        while (next < end && !isBreak(source.at(next))) {
            next++;
        }
        for (found = 0; found < value.length; found++) {
            boolean visible = !isBlank(value[found]) && !isBreak(value[found]);
            while (visible && next < end && source.at(next) != value[found]) {
                next++;
            }
            offsets[found] = next;
            if (visible && next++ >= end) {
                return false;
            }
        }
        return true;
    }

    private boolean matchFlow() {
        while (next < end && found <= value.length) {
            int c = source.at(next);
            if (escapes && c == '\\') {
                matchEscape();
            } else if (isBlank(c) || isBreak(c)) {
                matchWhiteSpace();
            } else {
                if (found < value.length && value[found] != c) {
                    return false;
                }
                emit(next);
                next += doubledQuotes && c == '\'' ? 2 : 1;
            }
        }
        return found == value.length;
    }

    private void matchEscape() {
        if (!isBreak(source.at(next + 1))) {
            emit(next);
            next += escapeLength(source.at(next + 1));
            return;
        }
        next++;
        int breaks = skipBreaks();
        for (int i = 1; i < breaks; i++) {
            emit(next);
        }
    }

    /** Blanks stand for themselves, but at the end of a line; one line break is a blank, each further one a line break. */
    private void matchWhiteSpace() {
        int blanks = next;
        while (blanks < end && isBlank(source.at(blanks))) {
            blanks++;
        }
        if (!isBreak(source.at(blanks))) {
            while (next < blanks) {
                emit(next++);
            }
            return;
        }
        int start = next;
        next = blanks;
        int breaks = skipBreaks();
        for (int i = 0; i < Math.max(1, breaks - 1); i++) {
            emit(start);
        }
    }

    /** Skips line breaks and the blanks around them; how many breaks. */
    private int skipBreaks() {
        int breaks = 0;
        while (next < end && (isBlank(source.at(next)) || isBreak(source.at(next)))) {
            boolean ends = source.at(next) == '\n' || (source.at(next) == '\r' && source.at(next + 1) != '\n');
            breaks += ends ? 1 : 0;
            next++;
        }
        return breaks;
    }

    private void emit(int offset) {
        if (found < value.length) {
            offsets[found] = offset;
        }
        found++;
    }

    private static int escapeLength(int letter) {
        return switch (letter) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean isBlank(int codePoint) {
        return codePoint == ' ' || codePoint == '\t';
    }

    private static boolean isBreak(int codePoint) {
        return codePoint == '\n' || codePoint == '\r';
    }
}
