package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads seasons, and makes them a table of civil days: who evaluates it needs to know no calendar. */
final class SeasonReader {

    private static final int FIRST_YEAR = 1990;
    private static final int YEARS_AHEAD = 20;

    private final int thisYear;
    private final Report report;

    /** {@code thisYear}: the one it is; the table ends some years after it. */
    SeasonReader(int thisYear, Report report) {
        this.thisYear = thisYear;
        this.report = report;
    }

    @Nullable
    Condition season(YamlNode node) {
        Keys keys = Keys.of(node, "`season`", Language.SEASON, report);
        if (keys == null) {
            return null;
        }
        String word = keys.word("calendar", Language.CALENDARS);
        YamlNode.Scalar text = keys.text(keys.required("day"), "day");
        DaysReader.Days days = DaysReader.read(keys, report);
        if (word == null || text == null) {
            return null;
        }
        SeasonCalendar calendar = SeasonCalendar.valueOf(word.toUpperCase(Locale.ROOT));
        SeasonDay day = report.parse(text, 0, text.value(), value -> SeasonDayText.parse(calendar, value));
        return day == null || days == null ? null : table(day, days, text.value());
    }

    private Condition table(SeasonDay day, DaysReader.Days days, String text) {
        LocalDate knownFrom = LocalDate.of(FIRST_YEAR, 1, 1);
        LocalDate knownUntil = LocalDate.of(Math.max(FIRST_YEAR, thisYear) + YEARS_AHEAD + 1, 1, 1);
        List<Integer> edges = new ArrayList<>();
        for (LocalDate meant : day.between(knownFrom.minusDays(days.to()), knownUntil.minusDays(days.from()))) {
            int first = within(meant.plusDays(days.from()), knownFrom, knownUntil);
            int end = within(meant.plusDays(days.to()), knownFrom, knownUntil);
            if (!edges.isEmpty() && first <= edges.get(edges.size() - 1)) {
                edges.set(edges.size() - 1, end);
            } else if (first < end) {
                edges.add(first);
                edges.add(end);
            }
        }
        return new Condition.Season(edges, (int) knownFrom.toEpochDay(), (int) knownUntil.toEpochDay(), text);
    }

    private static int within(LocalDate day, LocalDate from, LocalDate until) {
        return (int) Math.max(from.toEpochDay(), Math.min(until.toEpochDay(), day.toEpochDay()));
    }
}
