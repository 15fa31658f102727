package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Stay;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a membership follows its condition: the keys {@code stay} and {@code expires_after} of a segment. */
final class StayReader {

    private static final Pattern NO_TIME = Pattern.compile("0+ ?(ms|s|m|h|d|w)");

    private StayReader() {}

    /** The stay; null where membership is the condition's truth, or if there are problems. */
    static @Nullable Stay read(Keys segment, Report report) {
        int before = report.size();
        YamlNode node = segment.optional("stay");
        Keys keys = node == null ? null : Keys.of(node, "`stay`", Language.STAY, report);
        if (keys != null && Language.STAY.stream().noneMatch(keys::has)) {
            report.problem(keys.start(), "`stay` is empty, expected " + Wording.oneOf(Language.STAY));
        }
        long enterAfter = keys == null ? 0 : span(keys, "enter_after", report);
        long minStay = keys == null ? 0 : span(keys, "min_stay", report);
        long cooldown = keys == null ? 0 : span(keys, "cooldown", report);
        YamlNode.Scalar end = segment.scalar(segment.optional("expires_after"), "expires_after", "a span such as 3d");
        Long expires = end == null ? null : report.parse(end, 0, end.value(), Quantities::millis);
        if (end != null && expires != null && expires < minStay) {
            report.problem(
                    end, "`expires_after` is " + Wording.quote(end.value()) + ", expected no less than `min_stay`");
        }
        if (report.size() > before) {
            return null;
        }
        Stay stay = new Stay(enterAfter, minStay, cooldown, expires == null ? Stay.NEVER : expires);
        return stay.equals(Stay.NONE) ? null : stay;
    }

    private static long span(Keys keys, String key, Report report) {
        YamlNode.Scalar text = keys.scalar(keys.optional(key), key, "a span such as 10m");
        Long millis = text == null ? null : report.parse(text, 0, text.value(), StayReader::millis);
        return millis == null ? 0 : millis;
    }

    private static long millis(String text) throws Malformed {
        return NO_TIME.matcher(text).matches() ? 0 : Quantities.millis(text);
    }
}
