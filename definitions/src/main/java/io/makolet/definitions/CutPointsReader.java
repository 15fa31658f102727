package io.makolet.definitions;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads published cut points. */
final class CutPointsReader {

    private static final Pattern PERCENTILE = Pattern.compile("[1-9][0-9]?");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,17}");

    private final MatchReader matches;
    private final Report report;

    CutPointsReader(MatchReader matches, Report report) {
        this.matches = matches;
        this.report = report;
    }

    /** The cut points of a document, or null if there are problems. */
    @Nullable
    CutPoints read(Keys keys) {
        int before = report.size();
        YamlNode.Scalar day = keys.scalar(keys.required("as_of"), "as_of", "an instant such as 2026-11-01T00:00:00Z");
        if (day != null) {
            report.parse(day, 0, day.value(), Quantities::instant);
        }
        YamlNode.Scalar customers = keys.scalar(keys.required("customers"), "customers", "a whole number");
        if (customers != null && !COUNT.matcher(customers.value()).matches()) {
            report.problem(
                    customers,
                    "`customers` is " + Wording.quote(customers.value())
                            + ", expected how many customers were measured, a whole number from 1");
        }
        YamlNode of = keys.required("of");
        AggregateReader.Metric metric = of == null ? null : new AggregateReader(matches, report).metric(of);
        YamlNode points = keys.required("points");
        if (metric == null || points == null) {
            return null;
        }
        SortedMap<Integer, Long> byPercentile = points(points, metric);
        return report.size() > before ? null : new CutPoints(metric, byPercentile, matches.fields());
    }

    private SortedMap<Integer, Long> points(YamlNode node, AggregateReader.Metric metric) {
        SortedMap<Integer, Long> points = new TreeMap<>();
        YamlNode.Mapping mapping = Keys.mapping(node, "`points`", "of percentiles and values", report);
        if (mapping == null) {
            return points;
        }
        if (mapping.entries().isEmpty()) {
            report.problem(mapping, "`points` is empty, expected at least one percentile and its value");
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            Long value = value(entry, metric);
            if (value != null) {
                put(entry, value, points);
            }
        }
        return points;
    }

    private void put(YamlNode.Entry entry, long value, SortedMap<Integer, Long> points) {
        String percentile = entry.key().value();
        if (!PERCENTILE.matcher(percentile).matches()) {
            report.problem(
                    entry.key(), "percentile " + Wording.quote(percentile) + ", expected a whole number from 1 to 99");
            return;
        }
        int percent = Integer.parseInt(percentile);
        if (!points.isEmpty() && (points.lastKey() >= percent || Collections.max(points.values()) > value)) {
            report.problem(
                    entry.key(),
                    "the point at " + percent + " stands behind that at " + points.lastKey()
                            + ", expected percentiles in order, and no value below the one before");
            return;
        }
        points.put(percent, value);
    }

    private @Nullable Long value(YamlNode.Entry entry, AggregateReader.Metric metric) {
        if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return report.parse(scalar, 0, scalar.value(), metric.operand());
        }
        report.problem(
                entry.value(),
                "the point at " + Wording.quote(entry.key().value()) + " is "
                        + entry.value().describe() + ", expected a value of the metric");
        return null;
    }
}
