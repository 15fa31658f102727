package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a meaning, as authors write them. */
final class Quantities {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern SPAN = Pattern.compile("([0-9]+) ?(.*)");
    private static final Pattern AMOUNT = Pattern.compile("(\\S+)\\s+(\\S+)");
    private static final Pattern COMPARISON = Pattern.compile("\\s*([<>=!~]++)\\s*(\\S.*?)\\s*");
    private static final int DECIMALS = 6;
    private static final long LONGEST_SPAN_DAYS = 36_500;

    private static final Map<String, Duration> UNITS = units();
    private static final Map<String, String> SLIPS = Map.of("=", "==", "=>", ">=", "=<", "<=", "<>", "!=", "===", "==");

    private Quantities() {}

    /** The text is not what was expected; the message says so. */
    static final class Malformed extends Exception {
        private final int index;

        Malformed(int index, String message) {
            super(message, null, false, false);
            this.index = index;
        }

        Malformed(String message) {
            this(0, message);
        }

        /** Where in the text, in code points. */
        int index() {
            return index;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** An amount of money in millionths of the currency's main unit. */
    record Amount(long micros, String currency) {}

    /**
     * A comparison that is parsed as far as its operator.
     *
     * @param index where the operand begins, in code points
     */
    record Against(Comparison.Op op, String operand, int index) {}

    /** A decimal number in millionths. */
    static long micros(String text) throws Malformed {
        if (!DECIMAL.matcher(text).matches()) {
            String plain = text.replaceAll("[,_' ]", "");
            boolean grouped = !plain.equals(text) && DECIMAL.matcher(plain).matches();
            throw new Malformed(Wording.quote(text) + " is no number, expected one such as "
                    + (grouped ? plain + ", without separators" : "12.50"));
        }
        try {
            BigDecimal value = new BigDecimal(text);
            if (value.stripTrailingZeros().scale() > DECIMALS) {
                throw new Malformed(Wording.quote(text) + " has too many decimals, expected at most " + DECIMALS);
            }
            return value.movePointRight(DECIMALS).longValueExact();
        } catch (ArithmeticException e) {
            throw new Malformed(Wording.quote(text) + " is too large, expected at most "
                    + BigDecimal.valueOf(Long.MAX_VALUE, DECIMALS).toBigInteger());
        }
    }

    /** An amount such as {@code 2.50 GBP}. */
    static Amount amount(String text) throws Malformed {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches() || !DECIMAL.matcher(matcher.group(1)).matches()) {
            throw new Malformed(
                    Wording.quote(text) + " is no amount, expected a number and a currency such as 2.50 GBP");
        }
        String currency = matcher.group(2);
        List<String> codes = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .sorted()
                .toList();
        if (!codes.contains(currency)) {
            String near = Wording.nearest(currency, codes)
                    .map(code -> "; did you mean `" + code + "`?")
                    .orElse(", expected an ISO 4217 code such as GBP");
            int index = text.codePointCount(0, matcher.start(2));
            throw new Malformed(index, "unknown currency " + Wording.quote(currency) + near);
        }
        return new Amount(micros(matcher.group(1)), currency);
    }

    /** A positive span of time such as {@code 90d}, in milliseconds. */
    static long millis(String text) throws Malformed {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw new Malformed(Wording.quote(text) + " is no span of time, expected one such as 90d, 12h or 30m");
        }
        String number = matcher.group(1);
        String unit = matcher.group(2);
        Duration length = UNITS.get(unit);
        if (length == null) {
            throw new Malformed(Wording.quote(text) + " has "
                    + (unit.isEmpty() ? "no unit" : "the unit " + Wording.quote(unit)) + unitAdvice(number, unit));
        }
        if (number.matches("0+")) {
            throw new Malformed(Wording.quote(text) + " is no time at all, expected a positive span");
        }
        BigDecimal millis = new BigDecimal(number).multiply(BigDecimal.valueOf(length.toMillis()));
        if (millis.compareTo(
                        BigDecimal.valueOf(Duration.ofDays(LONGEST_SPAN_DAYS).toMillis()))
                > 0) {
            throw new Malformed(Wording.quote(text) + " is too long, expected at most " + LONGEST_SPAN_DAYS + "d");
        }
        return millis.longValueExact();
    }

    private static String unitAdvice(String number, String unit) {
        if (unit.startsWith("mo") || unit.startsWith("y") || unit.equals("M")) {
            return ", which has no fixed length; expected days, such as 30d or 365d";
        }
        for (String known : List.of("days", "hours", "weeks", "minutes", "seconds")) {
            if (unit.length() > 1
                    && known.startsWith(unit.toLowerCase(Locale.ROOT).substring(0, 2))) {
                return "; did you mean `" + number + known.charAt(0) + "`?";
            }
        }
        return ", expected " + Wording.oneOf(UNITS.keySet()) + ", such as 90d";
    }

    /** The operator and the operand of a comparison such as {@code >= 2}. */
    static Against comparison(String text, String example) throws Malformed {
        Matcher matcher = COMPARISON.matcher(text);
        if (!matcher.matches()) {
            throw new Malformed(Wording.quote(text) + " is no comparison, expected an operator and a value such as \""
                    + example + "\"");
        }
        String symbol = matcher.group(1);
        for (Comparison.Op op : Comparison.Op.values()) {
            if (op.symbol().equals(symbol)) {
                return new Against(op, matcher.group(2), text.codePointCount(0, matcher.start(2)));
            }
        }
        List<String> symbols =
                Arrays.stream(Comparison.Op.values()).map(Comparison.Op::symbol).toList();
        throw new Malformed(
                text.codePointCount(0, matcher.start(1)),
                "unknown operator " + Wording.quote(symbol)
                        + (SLIPS.containsKey(symbol)
                                ? "; did you mean `" + SLIPS.get(symbol) + "`?"
                                : ", expected " + Wording.oneOf(symbols)));
    }

    /** An instant in milliseconds UTC: a day is its first instant, a time without zone is UTC. */
    static long instant(String text) throws Malformed {
        try {
            if (text.indexOf('T') < 0) {
                return millis(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean zoned = text.matches(".*T.*([zZ]|[-+][0-9:]+)");
            return millis(
                    zoned
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Malformed(Wording.quote(text)
                    + " is no instant, expected a day such as 2026-12-01 or a time such as 2026-12-01T09:00:00Z");
        }
    }

    private static long millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toEpochMilli();
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("ms", Duration.ofMillis(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("h", Duration.ofHours(1));
        units.put("d", Duration.ofDays(1));
        units.put("w", Duration.ofDays(7));
        return units;
    }
}
