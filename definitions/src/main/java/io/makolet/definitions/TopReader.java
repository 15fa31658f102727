package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Top;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a condition on what a customer is most drawn to. */
final class TopReader {

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    private final MatchReader matches;
    private final Report report;

    TopReader(MatchReader matches, Report report) {
        this.matches = matches;
        this.report = report;
    }

    @Nullable
    Condition top(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`top`", Language.TOP, report);
        if (keys == null) {
            return null;
        }
        MatchReader.Match match = matches.read(keys);
        EventMatch events = match.events();
        YamlNode.Scalar of = keys.text(keys.required("of"), "of");
        if (of != null) {
            matches.field(of, match.scope(), TopReader::isRanked, "a text or a list of texts");
        }
        YamlNode.Scalar weight = keys.text(keys.optional("weight"), "weight");
        if (weight != null) {
            matches.field(weight, match.scope(), ValueType::isNumeric, "a number");
        }
        YamlNode.Scalar span = keys.scalar(keys.required("half_life"), "half_life", "a span such as 60d");
        Long halfLife = span == null ? null : report.parse(span, 0, span.value(), Quantities::millis);
        List<String> is = is(keys);
        Integer k = whole(keys, "k", Top.MOST);
        Integer min = whole(keys, "min", k == null || is.isEmpty() ? Top.MOST : Math.min(k, is.size()));
        if (events == null || of == null || halfLife == null || k == null || min == null || report.size() > before) {
            return null;
        }
        return new Top(events, of.value(), weight == null ? null : weight.value(), halfLife, k, is, min);
    }

    private static boolean isRanked(ValueType type) {
        return type == ValueType.TEXT || type == ValueType.TEXTS;
    }

    private List<String> is(Keys keys) {
        Set<String> values = new HashSet<>();
        for (YamlNode.Scalar value : keys.texts(keys.required("is"), "is")) {
            if (!values.add(value.value())) {
                report.problem(
                        value, Wording.quote(value.value()) + " stands in `is` twice, expected different values");
            }
        }
        return List.copyOf(values);
    }

    /** A whole number from 1 on; 1 if it is left out. */
    private @Nullable Integer whole(Keys keys, String key, int most) {
        YamlNode node = keys.optional(key);
        if (node == null) {
            return 1;
        }
        YamlNode.Scalar number = keys.scalar(node, key, "a whole number");
        return number == null ? null : report.parse(number, 0, number.value(), text -> whole(text, key, most));
    }

    private static int whole(String text, String key, int most) throws Malformed {
        if (WHOLE.matcher(text).matches() && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new Malformed("`" + key + "` is " + Wording.quote(text) + ", expected a whole number from 1 to " + most);
    }
}
