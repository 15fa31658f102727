package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may stand for a parameter of a macro. */
enum ParameterType {
    /** An event type, or a list of types that all count. */
    EVENTS("an event type such as purchase"),
    /** Name of a field of events or of the profile. */
    FIELD("the name of a field, such as categories"),
    /** A text. */
    TEXT("a text"),
    /** A text, or a list of texts. */
    TEXTS("a text or a list of texts"),
    /**
     * What goes with the parameter {@code item}: a text or several, named by {@code field} as that is. Where it is not given,
     * the product feed says what.
     */
    COMPLEMENTS("a text or a list of texts"),
    /** A span of time such as {@code 90d}. */
    SPAN("a span such as 90d"),
    /** Which events are seen: a span, a period of the calendar, a number of latest events, or lifetime. */
    WINDOW(WindowText.EXAMPLES),
    /** A whole number from 1. */
    COUNT("a whole number from 1"),
    /** A number with up to six decimals. */
    NUMBER("a number such as 12.50"),
    /** A number from 0 to 1. */
    SHARE("a number from 0 to 1, such as 0.5"),
    /** An operator and a number. */
    COMPARISON("a comparison in quotes such as \"<= 2\"");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");
    private static final long ONE = 1_000_000;

    private final String words;

    ParameterType(String words) {
        this.words = words;
    }

    /** As it is called in files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is expected, for messages. */
    String words() {
        return words;
    }

    /** Is a node of this type? What is wrong with it goes to the report; {@code what} names it in messages. */
    boolean accepts(YamlNode node, String what, Report report) {
        int before = report.size();
        switch (this) {
            case TEXT, FIELD -> {
                YamlNode.Scalar text = Keys.text(node, what, report);
                if (text != null) {
                    report.parse(text, 0, text.value(), this::checked);
                }
            }
            case TEXTS, COMPLEMENTS, EVENTS -> {
                List<YamlNode.Scalar> texts = Keys.texts(node, what, report);
                texts.forEach(text -> report.parse(text, 0, text.value(), this::checked));
            }
            case SPAN, WINDOW, COUNT, NUMBER, SHARE, COMPARISON -> {
                if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
                    report.parse(scalar, 0, scalar.value(), this::checked);
                } else {
                    report.problem(node, what + " is " + node.describe() + ", expected " + words);
                }
            }
        }
        return report.size() == before;
    }

    private String checked(String text) throws Quantities.Malformed {
        switch (this) {
            case TEXT, TEXTS, COMPLEMENTS, EVENTS -> {
                return text;
            }
            case FIELD -> require(NAME.matcher(text).matches(), text);
            case SPAN -> Quantities.millis(text);
            case WINDOW -> WindowText.parse(text);
            case COUNT -> require(WHOLE.matcher(text).matches(), text);
            case NUMBER -> Quantities.micros(text);
            case SHARE -> {
                long share = Quantities.micros(text);
                require(share >= 0 && share <= ONE, text);
            }
            case COMPARISON -> {
                Quantities.Against against = Quantities.comparison(text, Comparison.Op.LE.symbol() + " 2");
                Quantities.micros(against.operand());
            }
        }
        return text;
    }

    private void require(boolean right, String text) throws Quantities.Malformed {
        if (!right) {
            throw new Quantities.Malformed(Wording.quote(text) + ", expected " + words);
        }
    }
}
