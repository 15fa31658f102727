package io.makolet.definitions;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values that divide the customers by a metric.
 *
 * @param points by percentile, 1 to 99: the value below which so many percent of the customers were; in millionths, or
 *     milliseconds for ages
 * @param fields fields of events that the metric depends on
 */
record CutPoints(AggregateReader.Metric metric, SortedMap<Integer, Long> points, Set<EventField> fields) {
    CutPoints {
        points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        fields = Set.copyOf(fields);
    }

    /** The value at a percentile that has a point. */
    long at(String percentile) throws Quantities.Malformed {
        for (var point : points.entrySet()) {
            if (percentile.equals(String.valueOf(point.getKey()))) {
                return point.getValue();
            }
        }
        List<String> known = points.keySet().stream().map(String::valueOf).toList();
        throw new Quantities.Malformed(
                "no cut point at " + Wording.quote(percentile) + ", expected " + Wording.oneOf(known));
    }
}
