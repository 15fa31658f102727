package io.makolet.serving.ingest;

import io.makolet.serving.api.InvalidRequestException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON gives them, read as what they should be; every problem names the field and the value. */
final class Given {

    private static final int LONGEST = 8_192;
    private static final int SHOWN = 64;
    private static final int MICRO_DIGITS = 6;

    private Given() {}

    /** A text; a number or a truth value is one too. */
    static String text(String field, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            String text = value instanceof Number ? number(field, value).toPlainString() : value.toString();
            if (text.length() > LONGEST) {
                throw new InvalidRequestException(
                        field, "has " + text.length() + " characters, expected at most " + LONGEST);
            }
            return text;
        }
        throw wrong(field, value, "a text");
    }

    /** A text of 1 to {@code most} characters. */
    static String required(String field, @Nullable Object value, int most) {
        String text = value == null ? "" : text(field, value);
        if (text.isEmpty() || text.length() > most) {
            throw new InvalidRequestException(field, "has " + text.length() + " characters, expected 1 to " + most);
        }
        return text;
    }

    static BigDecimal number(String field, @Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Number || value instanceof String) {
            try {
                return new BigDecimal(value.toString());
            } catch (NumberFormatException e) {
                throw wrong(field, value, "a number such as 12.5");
            }
        }
        throw wrong(field, value, "a number such as 12.5");
    }

    static long whole(String field, @Nullable Object value) {
        try {
            return number(field, value).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(field, value, "a whole number");
        }
    }

    /** Millionths of the main unit, exactly. */
    static long micros(String field, @Nullable Object value) {
        try {
            return number(field, value).movePointRight(MICRO_DIGITS).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(field, value, "an amount with at most " + MICRO_DIGITS + " decimals such as 12.5");
        }
    }

    static boolean bool(String field, @Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw wrong(field, value, "true or false");
    }

    static List<String> texts(String field, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        List<?> elements = list(field, value);
        for (int i = 0; i < elements.size(); i++) {
            texts.add(text(field + "[" + i + "]", elements.get(i)));
        }
        return texts;
    }

    static List<?> list(String field, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(field, value, "a list");
    }

    /** The members of an object; none where there is no value. */
    static Map<String, @Nullable Object> object(String field, @Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // JSON has no other keys
            Map<String, @Nullable Object> members = (Map<String, @Nullable Object>) map;
            return members;
        }
        throw wrong(field, value, "an object");
    }

    /** An instant, milliseconds UTC. */
    static long time(String field, @Nullable Object value) {
        if (value instanceof String text) {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant();
                return instant.toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw wrong(field, value, "a time such as 2026-11-23T08:30:00Z");
            }
        }
        throw wrong(field, value, "a time such as 2026-11-23T08:30:00Z");
    }

    static LocalDate day(String field, @Nullable Object value) {
        try {
            return LocalDate.parse(text(field, value));
        } catch (DateTimeException e) {
            throw wrong(field, value, "a day such as 2026-11-23");
        }
    }

    static InvalidRequestException wrong(String field, @Nullable Object value, String expected) {
        String text = String.valueOf(value);
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new InvalidRequestException(field, "is '" + shown + "', expected " + expected);
    }
}
