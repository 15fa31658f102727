package io.makolet.local.dryrun;

import io.makolet.definitions.Measurement;
import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Inspection;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * Measures all customers of files of events by the engine that the job has, and finds the values that divide them. Of each
 * customer the state is kept that the metrics need; of the values, a KLL sketch (Karnin, Lang, Liberty: Optimal Quantile
 * Approximation in Streams, 2016).
 */
final class Quantiles {

    /** Of the sketch: at this size, it holds all values up to about ten thousand. */
    private static final int K = 4_096;

    private final List<Measurement> measurements;
    private final SegmentPlan plan;
    private final CustomerEngine engine;
    private final Map<String, CustomerState> customers = new HashMap<>();

    Quantiles(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
        List<Definition> segments = new ArrayList<>();
        for (int i = 0; i < measurements.size(); i++) {
            SegmentBody body = new SegmentBody(
                    new SegmentDefinition(null, measurements.get(i).metric()));
            segments.add(new Definition(
                    "m" + i,
                    1,
                    i,
                    Definition.Status.LIVE,
                    "",
                    "",
                    0,
                    measurements.get(i).source(),
                    body));
        }
        this.plan = SegmentPlan.compile(segments);
        this.engine = new CustomerEngine(plan);
    }

    /**
     * Cut points of one metric.
     *
     * @param customers how many customers have a value
     * @param values by percentile: the value below or at which so many percent of them are
     * @param rankError how far a percentile may be off, as a share: with a probability of 99 %; 0 where all values were kept
     */
    record CutPoints(Measurement measurement, long customers, SortedMap<Integer, Double> values, double rankError) {

        String document(Instant asOf) {
            return measurement.with(asOf, customers, values);
        }
    }

    /** Reads the events up to and including an instant. */
    void read(List<Path> files, Mapping mapping, AsOf asOf, RowReport rows) throws IOException {
        try (EventFiles events = EventFiles.open(files, mapping, asOf.millis(), rows)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                engine.onEvent(customers.computeIfAbsent(event.customerId(), CustomerState::new), event);
            }
        }
    }

    /** What divides the customers at an instant, of all measurements that anybody has a value of. */
    List<CutPoints> at(AsOf asOf) {
        List<KllDoublesSketch> sketches = measurements.stream()
                .map(measurement -> KllDoublesSketch.newHeapInstance(K))
                .toList();
        Inspection inspection = new Inspection(plan);
        for (CustomerState state : customers.values()) {
            engine.onTime(state, asOf.millis());
            for (int i = 0; i < sketches.size(); i++) {
                BigDecimal observed =
                        inspection.inspect(i, state, asOf.millis()).when().observed();
                if (observed != null) {
                    sketches.get(i).update(observed.doubleValue());
                }
            }
        }
        List<CutPoints> result = new ArrayList<>();
        for (int i = 0; i < sketches.size(); i++) {
            if (!sketches.get(i).isEmpty()) {
                result.add(cutPoints(measurements.get(i), sketches.get(i)));
            }
        }
        return result;
    }

    private static CutPoints cutPoints(Measurement measurement, KllDoublesSketch sketch) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        for (int percentile : measurement.percentiles()) {
            values.put(percentile, sketch.getQuantile(percentile / 100.0, QuantileSearchCriteria.INCLUSIVE));
        }
        double error = sketch.isEstimationMode() ? sketch.getNormalizedRankError(false) : 0;
        return new CutPoints(measurement, sketch.getN(), values, error);
    }

    /** How many customers were read. */
    int customers() {
        return customers.size();
    }
}
