package io.makolet.definitions;

import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A window as authors write it. */
final class WindowText {

    /** For messages. */
    static final String EXAMPLES = "a span such as 90d, lifetime, this month, or last 5";

    private static final Pattern LAST = Pattern.compile("last ([0-9]+)");
    private static final Pattern LAST_OF_WHAT = Pattern.compile("last ([0-9]+) ?([a-zA-Z].*)");
    private static final Pattern PERIOD = Pattern.compile("(?:calendar |current )?([a-z]+)");
    private static final List<String> WORDS = words();

    private WindowText() {}

    /** A span back from now, a period of the calendar, a number of latest events, or all of a life. */
    static Window parse(String text) throws Quantities.Malformed {
        if (text.equals("lifetime")) {
            return Window.LIFETIME;
        }
        for (String period : Language.PERIODS) {
            if (text.equals("this " + period)) {
                return new Window.Calendar(Window.Period.valueOf(period.toUpperCase(Locale.ROOT)));
            }
        }
        Matcher last = LAST.matcher(text);
        if (last.matches()) {
            return new Window.LastN(events(text, last.group(1)));
        }
        refuseSlips(text);
        return new Window.Sliding(Quantities.millis(text));
    }

    private static int events(String text, String digits) throws Quantities.Malformed {
        int n = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (n < 1 || n > Window.LastN.MOST) {
            throw new Quantities.Malformed(
                    Wording.quote(text) + " is out of range, expected last 1 to last " + Window.LastN.MOST);
        }
        return n;
    }

    private static void refuseSlips(String text) throws Quantities.Malformed {
        Matcher last = LAST_OF_WHAT.matcher(text);
        if (last.matches()) {
            boolean events = last.group(2).startsWith("event");
            String meant = events ? "last " + last.group(1) : last.group(1) + last.group(2);
            throw new Quantities.Malformed(Wording.quote(text) + " is no window; did you mean `" + meant + "`?"
                    + (events ? "" : " `last` counts events"));
        }
        Matcher period = PERIOD.matcher(text);
        String meant = text.equals("today")
                ? "this day"
                : period.matches() && Language.PERIODS.contains(period.group(1))
                        ? "this " + period.group(1)
                        : Wording.nearest(text, WORDS).orElse(null);
        if (meant != null) {
            throw new Quantities.Malformed("unknown span " + Wording.quote(text) + "; did you mean `" + meant + "`?");
        }
        if (text.startsWith("this ") || text.startsWith("last ")) {
            throw new Quantities.Malformed(Wording.quote(text) + " is no window, expected " + EXAMPLES);
        }
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of("lifetime"));
        Language.PERIODS.forEach(period -> words.add("this " + period));
        return List.copyOf(words);
    }
}
