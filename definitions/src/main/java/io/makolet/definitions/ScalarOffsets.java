package io.makolet.definitions;

import java.util.Arrays;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Where each character of a scalar's value stands in the source, through quotes, escapes, folded lines and indentation.
 *
 * <p>Source and value have the same characters in the same order but for white space and escapes, so both are walked side
 * by side. Where that fails, every character is said to stand where the scalar begins.
 */
final class ScalarOffsets {

    private final SourceText source;
    private final YamlNode.Scalar scalar;
    private final int[] offsets;
    private int next;

    private ScalarOffsets(SourceText source, YamlNode.Scalar scalar) {
        this.source = source;
        this.scalar = scalar;
        int[] value = scalar.value().codePoints().toArray();
        this.offsets = new int[value.length + 1];
        this.next = begin();
        boolean aligned = true;
        for (int i = 0; i < value.length && aligned; i++) {
            aligned = isSpace(value[i]) ? alignSpace(i) : alignVisible(i, value[i]);
        }
        offsets[value.length] = next;
        if (!aligned) {
            Arrays.fill(offsets, scalar.start());
        }
    }

    /** The offset in the source of the code point at an index of the value; the value's length stands for its end. */
    static int of(SourceText source, YamlNode.Scalar scalar, int index) {
        int[] offsets = new ScalarOffsets(source, scalar).offsets;
        return offsets[Math.max(0, Math.min(index, offsets.length - 1))];
    }

    private int begin() {
        return switch (scalar.style()) {
            case SINGLE_QUOTED, DOUBLE_QUOTED -> scalar.start() + 1;
            case LITERAL, FOLDED -> afterLine(scalar.start());
            case PLAIN, JSON_SCALAR_STYLE -> scalar.start();
        };
    }

    private int afterLine(int offset) {
        int end = offset;
        while (end < scalar.end() && source.at(end) != '\n' && source.at(end) != '\r') {
            end++;
        }
        return end;
    }

    private boolean alignSpace(int index) {
        offsets[index] = next;
        if (source.at(next) == '\\' && scalar.style() == ScalarStyle.DOUBLE_QUOTED && !isSpace(source.at(next + 1))) {
            next += escapeLength();
        } else if (isSpace(source.at(next)) && next < scalar.end()) {
            next++;
        }
        return true;
    }

    private boolean alignVisible(int index, int codePoint) {
        skipSpace();
        offsets[index] = next;
        if (scalar.style() == ScalarStyle.DOUBLE_QUOTED && source.at(next) == '\\') {
            next += escapeLength();
        } else if (source.at(next) != codePoint) {
            return false;
        } else {
            next += scalar.style() == ScalarStyle.SINGLE_QUOTED && codePoint == '\'' ? 2 : 1;
        }
        return next <= scalar.end();
    }

    private void skipSpace() {
        boolean folds = scalar.style() == ScalarStyle.DOUBLE_QUOTED;
        while (next < scalar.end()
                && (isSpace(source.at(next)) || (folds && source.at(next) == '\\' && isSpace(source.at(next + 1))))) {
            next++;
        }
    }

    private int escapeLength() {
        return switch (source.at(next + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean isSpace(int codePoint) {
        return codePoint == ' ' || codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
    }
}
