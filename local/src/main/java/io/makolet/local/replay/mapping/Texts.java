package io.makolet.local.replay.mapping;

import io.makolet.domain.event.FieldType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of a column as values of events. */
final class Texts {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
    private static final int MICRO_DIGITS = 6;

    private Texts() {}

    /** The value of a field, of the Java type that its {@link FieldType} names. */
    static Object value(@Nullable String column, String text, EventRule.Field field) throws BrokenRowException {
        return switch (field.type()) {
            case TEXT -> text;
            case LONG -> whole(column, text);
            case DOUBLE -> number(column, text);
            case BOOL -> bool(column, text);
            case MONEY -> micros(column, text, field.scale());
            case TEXTS -> texts(text, field.separator());
            case TIME -> time(column, text, field.time());
        };
    }

    static long time(@Nullable String column, String text, @Nullable TimeFormat format) throws BrokenRowException {
        TimeFormat known = format == null ? TimeFormat.iso() : format;
        try {
            return known.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BrokenRowException(column, text, known.expected());
        }
    }

    static long whole(@Nullable String column, String text) throws BrokenRowException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BrokenRowException(column, text, "a whole number");
        }
    }

    static double number(@Nullable String column, String text) throws BrokenRowException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new BrokenRowException(column, text, "a number such as 12.5");
        }
        return Double.parseDouble(text);
    }

    static boolean bool(@Nullable String column, String text) throws BrokenRowException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BrokenRowException(column, text, "true or false");
        };
    }

    /** Millionths of the main unit, exactly. */
    static long micros(@Nullable String column, String text, int scale) throws BrokenRowException {
        int digits = MICRO_DIGITS - scale;
        if (DECIMAL.matcher(text).matches()) {
            try {
                return new BigDecimal(text).movePointRight(digits).longValueExact();
            } catch (ArithmeticException e) {
                // Too large, or finer than a millionth: said below.
            }
        }
        throw new BrokenRowException(
                column,
                text,
                digits == 0 ? "a whole number" : "an amount with at most " + digits + " decimals such as 12.5");
    }

    static List<String> texts(String text, String separator) {
        return Arrays.stream(text.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}
