package io.makolet.local.replay.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** How a column's text becomes an instant. Days that do not exist are refused, never moved to another day. */
public final class TimeFormat {

    private static final String ISO = "iso";
    private static final DateTimeFormatter TIME_OF_DAY = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter ISO_FORMATTER = strict(new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd")
            .optionalStart()
            .appendLiteral('T')
            .append(TIME_OF_DAY)
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .append(TIME_OF_DAY)
            .optionalEnd());

    private final String name;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;
    private final long epochUnitMillis;

    private TimeFormat(String name, ZoneId zone, DateTimeFormatter formatter, long epochUnitMillis) {
        this.name = name;
        this.zone = zone;
        this.formatter = formatter;
        this.epochUnitMillis = epochUnitMillis;
    }

    /**
     * @param format {@code iso}, {@code epoch_millis}, {@code epoch_seconds} or a {@link DateTimeFormatter} pattern
     * @param zone of texts that name none
     * @throws IllegalArgumentException if the pattern is none
     */
    static TimeFormat of(String format, ZoneId zone) {
        return switch (format) {
            case ISO -> new TimeFormat(format, zone, ISO_FORMATTER, 0);
            case "epoch_millis" -> new TimeFormat(format, zone, ISO_FORMATTER, 1);
            case "epoch_seconds" -> new TimeFormat(format, zone, ISO_FORMATTER, 1000);
            default ->
                new TimeFormat(
                        format,
                        zone,
                        strict(new DateTimeFormatterBuilder()
                                .parseCaseInsensitive()
                                .appendPattern(format)),
                        0);
        };
    }

    /** ISO 8601, UTC where no zone is given. */
    public static TimeFormat iso() {
        return of(ISO, ZoneOffset.UTC);
    }

    /**
     * Milliseconds since the epoch.
     *
     * @throws IllegalArgumentException if the text is no such time
     */
    public long parse(String text) {
        try {
            if (epochUnitMillis > 0) {
                return Math.multiplyExact(Long.parseLong(text), epochUnitMillis);
            }
            TemporalAccessor parsed =
                    formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            return instant(parsed).toEpochMilli();
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The calendar day that the text names. */
    LocalDate parseDay(String text) {
        try {
            return LocalDate.from(formatter.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What a broken row should have held. */
    String expected() {
        return switch (name) {
            case ISO -> "a time such as 2011-06-30T12:00:00Z";
            case "epoch_millis" -> "whole milliseconds since 1970";
            case "epoch_seconds" -> "whole seconds since 1970";
            default -> "a time written " + name;
        };
    }

    private Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        LocalDateTime local = parsed instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) parsed;
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new DateTimeException(local + " does not exist in " + zone);
        }
        // Of an hour that comes twice the first is meant: an order can't be told from the text alone.
        return local.toInstant(offsets.get(0));
    }

    private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
        // The era makes yyyy mean what its writers believe it means.
        return builder.parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
