package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What published cut points divide the customers by, and their document, which new cut points are written into.
 *
 * @param id of the document
 * @param metric a condition that compares it
 * @param percentiles those that have a point, 1 to 99, in order
 * @param file the source file it stands in
 * @param source its YAML document as written
 */
public record Measurement(String id, Condition metric, List<Integer> percentiles, String file, String source) {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Pattern BETWEEN = Pattern.compile("\\A\\s*---[^\\n]*\\R");
    private static final Pattern AS_OF = Pattern.compile("(?m)^as_of:.*$");
    private static final Pattern CUSTOMERS = Pattern.compile("(?m)^customers:.*$");
    /** With its lines, where the points stand one below the other. */
    private static final Pattern POINTS = Pattern.compile("(?m)^points:.*$(\\R[ \\t]+.*$)*");

    public Measurement {
        percentiles = List.copyOf(percentiles);
    }

    static Measurement of(String id, CutPoints points, String file, String source) {
        return new Measurement(
                id,
                points.metric().compared().apply(new Comparison(Comparison.Op.GE, 0)),
                List.copyOf(points.points().keySet()),
                file,
                source);
    }

    /** Is it an age, in milliseconds? Else it is a number of main units. */
    public boolean isAge() {
        return metric instanceof Condition.Recency;
    }

    /** Is it a number of events? */
    private boolean isCount() {
        return metric instanceof Condition.Aggregate aggregate
                && (aggregate.measure().function() == Condition.Function.COUNT
                        || aggregate.measure().function() == Condition.Function.DISTINCT);
    }

    /**
     * The document with new points.
     *
     * @param asOf when they were measured
     * @param customers how many were
     * @param byPercentile the values: ages in milliseconds, written in whole hours; all else with at most six decimals
     */
    public String with(Instant asOf, long customers, SortedMap<Integer, Double> byPercentile) {
        String points = byPercentile.entrySet().stream()
                .map(point -> point.getKey() + ": " + text(point.getValue()))
                .collect(Collectors.joining(", ", "points: {", "}"));
        return replaced(
                POINTS,
                points,
                replaced(CUSTOMERS, "customers: " + customers, replaced(AS_OF, "as_of: " + asOf, document())));
    }

    /** Without what stands between it and the one before. */
    private String document() {
        return BETWEEN.matcher(source).replaceFirst("");
    }

    private static String replaced(Pattern key, String line, String text) {
        return key.matcher(text).replaceFirst(Matcher.quoteReplacement(line));
    }

    private String text(double value) {
        if (isAge()) {
            long hours = Math.round(value / HOUR);
            return hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
        }
        BigDecimal rounded = new BigDecimal(value).setScale(isCount() ? 0 : 6, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
