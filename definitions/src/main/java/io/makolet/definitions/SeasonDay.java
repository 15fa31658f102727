package io.makolet.definitions;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjuster;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A day that comes once in a year of a calendar. */
sealed interface SeasonDay {

    /** The civil days it is on, from one day to another, in order. */
    List<LocalDate> between(LocalDate from, LocalDate to);

    /** Such as {@code 15 Nisan}. */
    record OfMonth(SeasonCalendar calendar, SeasonMonth month, int day) implements SeasonDay {
        @Override
        public List<LocalDate> between(LocalDate from, LocalDate to) {
            return calendar.days(month, day, from, to);
        }
    }

    /** Such as {@code fourth Thursday of November}, in the Gregorian calendar. */
    record Weekday(TemporalAdjuster which, Month month) implements SeasonDay {
        @Override
        public List<LocalDate> between(LocalDate from, LocalDate to) {
            return Stream.iterate(from.getYear(), year -> year <= to.getYear(), year -> year + 1)
                    .map(year -> YearMonth.of(year, month).atDay(1).with(which))
                    .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                    .toList();
        }
    }

    /** Easter Sunday of one of the churches. */
    record EasterSunday(Easter church) implements SeasonDay {
        @Override
        public List<LocalDate> between(LocalDate from, LocalDate to) {
            return IntStream.rangeClosed(from.getYear(), to.getYear())
                    .mapToObj(church::sunday)
                    .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                    .toList();
        }
    }
}
