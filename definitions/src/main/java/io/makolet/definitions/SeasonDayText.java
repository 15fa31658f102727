package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days of the year as authors write them. */
final class SeasonDayText {

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "last");
    private static final Pattern OF_MONTH = Pattern.compile("([0-9]+) +(\\S.*)");
    private static final Pattern WEEKDAY =
            Pattern.compile("(" + String.join("|", ORDINALS) + ") ([A-Za-z]+) of ([A-Za-z]+)");

    private SeasonDayText() {}

    /** A day such as {@code 15 Nisan}, {@code fourth Thursday of November} or {@code Easter}. */
    static SeasonDay parse(SeasonCalendar calendar, String text) throws Malformed {
        Matcher ofMonth = OF_MONTH.matcher(text);
        if (ofMonth.matches()) {
            return ofMonth(calendar, ofMonth);
        }
        Matcher weekday = WEEKDAY.matcher(text);
        if (calendar == SeasonCalendar.GREGORIAN && weekday.matches()) {
            return weekday(weekday);
        }
        for (Easter church : Easter.values()) {
            if (calendar == SeasonCalendar.GREGORIAN && text.equals(church.word())) {
                return new SeasonDay.EasterSunday(church);
            }
        }
        throw new Malformed(
                Wording.quote(text) + " is no day of the " + calendar.word() + " calendar, expected one such as "
                        + switch (calendar) {
                            case GREGORIAN -> "25 December, fourth Thursday of November or Easter";
                            case HEBREW -> "15 Nisan";
                            case ISLAMIC -> "1 Shawwal";
                        });
    }

    private static SeasonDay ofMonth(SeasonCalendar calendar, Matcher matcher) throws Malformed {
        Map<String, SeasonMonth> months = new LinkedHashMap<>();
        calendar.months().forEach(month -> months.put(month.name(), month));
        SeasonMonth month = word(matcher, 2, "month", months);
        String number = matcher.group(1);
        if (number.length() > 2 || Integer.parseInt(number) < 1 || Integer.parseInt(number) > month.mostDays()) {
            throw new Malformed(
                    "day " + Wording.quote(number) + " of " + month.name() + ", expected 1 to " + month.mostDays());
        }
        return new SeasonDay.OfMonth(calendar, month, Integer.parseInt(number));
    }

    private static SeasonDay weekday(Matcher matcher) throws Malformed {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH), day);
        }
        Map<String, Month> months = new LinkedHashMap<>();
        for (Month month : Month.values()) {
            months.put(month.getDisplayName(TextStyle.FULL, Locale.ENGLISH), month);
        }
        int ordinal = ORDINALS.indexOf(matcher.group(1));
        DayOfWeek day = word(matcher, 2, "weekday", days);
        return new SeasonDay.Weekday(
                ordinal == ORDINALS.size() - 1
                        ? TemporalAdjusters.lastInMonth(day)
                        : TemporalAdjusters.dayOfWeekInMonth(ordinal + 1, day),
                word(matcher, 3, "month", months));
    }

    private static <T> T word(Matcher matcher, int group, String what, Map<String, T> known) throws Malformed {
        String word = matcher.group(group);
        T value = known.get(word);
        if (value == null) {
            throw new Malformed(
                    matcher.start(group),
                    "unknown " + what + " " + Wording.quote(word) + Wording.expected(word, known.keySet()));
        }
        return value;
    }
}
