package io.makolet.definitions;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How messages put things. */
final class Wording {

    private static final int LONGEST_QUOTE = 60;

    private Wording() {}

    /** The value as an author wrote it, in backquotes, cut where it is long. */
    static String quote(String value) {
        String shown = printable(value);
        return "`"
                + (shown.codePointCount(0, shown.length()) <= LONGEST_QUOTE
                        ? shown
                        : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_QUOTE)) + "…")
                + "`";
    }

    /** The text with a replacement for each character that would move the cursor or turn the direction. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(printable(c)));
        return shown.toString();
    }

    static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? ' ' : '�';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '�';
            default -> codePoint;
        };
    }

    /** {@code a, b or c}. */
    static String oneOf(Collection<String> alternatives) {
        StringBuilder text = new StringBuilder();
        int left = alternatives.size();
        for (String alternative : alternatives) {
            text.append(alternative);
            left--;
            text.append(left > 1 ? ", " : left == 1 ? " or " : "");
        }
        return text.toString();
    }

    /** What was meant, where one of the alternatives is near; else all of them. */
    static String expected(String given, Collection<String> alternatives) {
        return nearest(given, alternatives)
                .map(near -> "; did you mean `" + near + "`?")
                .orElseGet(() -> alternatives.isEmpty() ? "" : ", expected " + oneOf(alternatives));
    }

    /** The alternative that differs from what is given by a typing mistake or two. */
    static Optional<String> nearest(String given, Collection<String> alternatives) {
        String wanted = given.toLowerCase(Locale.ROOT);
        int best = Math.min(3, Math.max(1, wanted.length() / 3)) + 1;
        String nearest = null;
        for (String alternative : alternatives) {
            int distance = distance(wanted, alternative.toLowerCase(Locale.ROOT), best);
            if (distance < best) {
                best = distance;
                nearest = alternative;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours; {@code bound} or more is bound. */
    private static int distance(String a, String b, int bound) {
        if (Math.abs(a.length() - b.length()) >= bound) {
            return bound;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return Math.min(bound, d[a.length()][b.length()]);
    }
}
