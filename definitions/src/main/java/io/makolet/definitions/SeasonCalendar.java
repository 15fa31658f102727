package io.makolet.definitions;

import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.GregorianCalendar;
import com.ibm.icu.util.HebrewCalendar;
import com.ibm.icu.util.IslamicCalendar;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A calendar in which authors name days; the Islamic one is that of Umm al-Qura. */
enum SeasonCalendar {
    GREGORIAN,
    HEBREW,
    ISLAMIC;

    private static final long MILLIS_PER_DAY = 24L * 60 * 60 * 1000;

    /** As authors write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<SeasonMonth> months() {
        return switch (this) {
            case GREGORIAN -> SeasonMonth.GREGORIAN;
            case HEBREW -> SeasonMonth.HEBREW;
            case ISLAMIC -> SeasonMonth.ISLAMIC;
        };
    }

    /**
     * The civil days on which a day of a month begins at midnight, from one day to another, in order. Of a month that is too
     * short in a year it is the last day; a year that has no such month has none.
     */
    List<LocalDate> days(SeasonMonth month, int day, LocalDate from, LocalDate to) {
        Calendar calendar = calendar();
        int last = yearOf(calendar, to);
        List<LocalDate> days = new ArrayList<>();
        for (int year = yearOf(calendar, from); year <= last; year++) {
            calendar.clear();
            calendar.set(year, month.number(), 1);
            if (month.inLeapYears() && !isLeap(year)) {
                continue;
            }
            calendar.set(Calendar.DAY_OF_MONTH, Math.min(day, calendar.getActualMaximum(Calendar.DAY_OF_MONTH)));
            LocalDate found = LocalDate.ofEpochDay(Math.floorDiv(calendar.getTimeInMillis(), MILLIS_PER_DAY));
            if (!found.isBefore(from) && !found.isAfter(to)) {
                days.add(found);
            }
        }
        return days;
    }

    private static int yearOf(Calendar calendar, LocalDate day) {
        calendar.setTimeInMillis(day.toEpochDay() * MILLIS_PER_DAY);
        return calendar.get(Calendar.EXTENDED_YEAR);
    }

    /** Has a Hebrew year two months of Adar? Where it has one, ICU takes the first for it. */
    private static boolean isLeap(int year) {
        Calendar calendar = HEBREW.calendar();
        calendar.set(year, HebrewCalendar.ADAR_1, 1);
        return calendar.get(Calendar.MONTH) == HebrewCalendar.ADAR_1;
    }

    private Calendar calendar() {
        Calendar calendar = switch (this) {
            case GREGORIAN -> new GregorianCalendar(TimeZone.GMT_ZONE, ULocale.ROOT);
            case HEBREW -> new HebrewCalendar(TimeZone.GMT_ZONE, ULocale.ROOT);
            case ISLAMIC -> {
                IslamicCalendar islamic = new IslamicCalendar(TimeZone.GMT_ZONE, ULocale.ROOT);
                islamic.setCalculationType(IslamicCalendar.CalculationType.ISLAMIC_UMALQURA);
                yield islamic;
            }
        };
        calendar.clear();
        return calendar;
    }
}
