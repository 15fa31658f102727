package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Window.Period;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/** Periods of the Gregorian calendar in a time zone. */
final class Periods {

    /** More than the time between a period's beginning in UTC and in any zone. */
    private static final long FARTHEST_ZONE = 36L * 60 * 60 * 1000;

    private Periods() {}

    /**
     * The zone that a profile's value names: an IANA name or a fixed offset, as {@link ZoneId} understands it; UTC where
     * it is missing, no text, or not understood.
     */
    static ZoneId zone(@Nullable ProfileValue value) {
        if (value instanceof ProfileValue.Text text) {
            try {
                return ZoneId.of(text.value());
            } catch (DateTimeException e) {
                return ZoneOffset.UTC;
            }
        }
        return ZoneOffset.UTC;
    }

    /** First instant of the period that an instant lies in. */
    static long start(Period period, long instant, ZoneId zone) {
        return millis(firstDay(period, LocalDate.ofInstant(Instant.ofEpochMilli(instant), zone)), zone);
    }

    /** First instant of the next period. */
    static long end(Period period, long instant, ZoneId zone) {
        LocalDate first = firstDay(period, LocalDate.ofInstant(Instant.ofEpochMilli(instant), zone));
        return millis(
                switch (period) {
                    case DAY -> first.plusDays(1);
                    case WEEK -> first.plusWeeks(1);
                    case MONTH -> first.plusMonths(1);
                    case QUARTER -> first.plusMonths(3);
                    case YEAR -> first.plusYears(1);
                },
                zone);
    }

    /** Events up to and including this instant are in no zone part of the period that an instant lies in, or a later. */
    static long edgeInAnyZone(Period period, long instant) {
        return start(period, instant - FARTHEST_ZONE, ZoneOffset.UTC) - FARTHEST_ZONE;
    }

    /** First instant of a day since 1970-01-01; of one that a zone leaves out, that of the next. */
    static long start(long day, ZoneId zone) {
        return millis(LocalDate.ofEpochDay(day), zone);
    }

    private static LocalDate firstDay(Period period, LocalDate day) {
        return switch (period) {
            case DAY -> day;
            case WEEK -> day.with(ChronoField.DAY_OF_WEEK, 1);
            case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth());
            case QUARTER ->
                day.withDayOfMonth(1)
                        .withMonth(day.getMonth().firstMonthOfQuarter().getValue());
            case YEAR -> day.with(TemporalAdjusters.firstDayOfYear());
        };
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
