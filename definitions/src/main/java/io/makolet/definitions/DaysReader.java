package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which days around one are meant: the keys {@code from} and {@code to}. */
final class DaysReader {

    private static final Pattern DAYS = Pattern.compile("([-+]?)([0-9]+) ?([dw])");
    private static final int MOST = Condition.Anniversary.MOST_DAYS;

    /**
     * Days around one.
     *
     * @param from first day, days after the one that is meant; negative before it
     * @param to the day after the last, more than {@code from}
     */
    record Days(int from, int to) {}

    private DaysReader() {}

    /** The days, which are the one that is meant where nothing is said; null if there are problems. */
    static @Nullable Days read(Keys keys, Report report) {
        Integer from = days(keys, "from", 0, report);
        Integer to = days(keys, "to", 1, report);
        if (from == null || to == null) {
            return null;
        }
        if (to <= from || to - from > MOST) {
            YamlNode at = keys.optional("to") != null ? keys.optional("to") : keys.optional("from");
            report.problem(
                    at == null ? keys.start() : at.start(),
                    "the days from " + from + "d until " + to + "d are " + (to - from) + " days, expected 1 to " + MOST
                            + ": the day of `to` itself is out");
            return null;
        }
        return new Days(from, to);
    }

    private static @Nullable Integer days(Keys keys, String key, int absent, Report report) {
        YamlNode node = keys.optional(key);
        YamlNode.Scalar text = keys.scalar(node, key, "days such as -7d");
        if (node == null || text == null) {
            return node == null ? absent : null;
        }
        return report.parse(text, 0, text.value(), DaysReader::parse);
    }

    /** A number of days such as {@code -7d} or {@code 2w}. */
    private static int parse(String text) throws Malformed {
        Matcher matcher = DAYS.matcher(text);
        if (!matcher.matches()) {
            throw new Malformed(Wording.quote(text)
                    + " is no number of days, expected one such as -7d, 0d or 2w; negative is before");
        }
        BigInteger days = new BigInteger(matcher.group(2))
                .multiply(BigInteger.valueOf(matcher.group(3).equals("w") ? 7 : 1));
        if (days.compareTo(BigInteger.valueOf(MOST)) > 0) {
            throw new Malformed(Wording.quote(text) + " is too far, expected at most " + MOST + "d before or after");
        }
        return matcher.group(1).equals("-") ? -days.intValueExact() : days.intValueExact();
    }
}
