package io.makolet.benchmarks;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that are all different, over 200 aggregates: the number and the quantity of each of 100 types of event in 30
 * days. So an event touches two aggregates, and with them one leaf in a hundred, however many definitions there are. Ten
 * definitions have thresholds that customers reach and lose; those of the others are out of reach.
 */
final class ShopOfSegments {

    /** Aggregates that the definitions share. */
    static final int AGGREGATES = 200;

    private static final int TYPES = AGGREGATES / 2;
    private static final int REACHABLE = 10;
    private static final long MICROS = 1_000_000;
    private static final long OUT_OF_REACH = 10_000;
    private static final long WINDOW_MILLIS = 30L * 24 * 3600 * 1000;
    private static final long STEP_MILLIS = 10 * 60 * 1000;

    private final List<Definition> definitions = new ArrayList<>();

    /** @param count of definitions */
    ShopOfSegments(int count) {
        int leaves = Math.max(1, AGGREGATES / count);
        for (int d = 0; d < count; d++) {
            List<Condition> parts = new ArrayList<>();
            for (int leaf = 0; leaf < leaves; leaf++) {
                parts.add(leaf(d, d + leaf * count));
            }
            Condition when = parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
            definitions.add(new Definition(
                    "s" + d,
                    1,
                    d,
                    Definition.Status.LIVE,
                    "bench",
                    "s" + d,
                    0,
                    "",
                    new SegmentBody(new SegmentDefinition(null, when))));
        }
    }

    /** All definitions. */
    List<Definition> definitions() {
        return definitions;
    }

    /** The condition that a definition with a number has on an aggregate. */
    static Condition.Aggregate leaf(int definition, int number) {
        int aggregate = number % AGGREGATES;
        boolean counts = aggregate < TYPES;
        long threshold = definition < REACHABLE && number < REACHABLE ? 2 : OUT_OF_REACH + number;
        AggregateSpec spec = new AggregateSpec(
                new EventMatch(List.of("type_" + aggregate % TYPES), null, null),
                counts ? null : "quantity",
                new Window.Sliding(WINDOW_MILLIS),
                null);
        return new Condition.Aggregate(
                new Measure(spec, counts ? Function.COUNT : Function.SUM),
                new Comparison(Comparison.Op.GE, threshold * MICROS));
    }

    /** Events of one customer, in order, the same for the same seed: each is of any type with the same probability. */
    static Event[] history(String customer, int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Event[] history = new Event[events];
        int quantity = EventSchema.CLICKSTREAM.indexOf("quantity");
        long time = 1_700_000_000_000L;
        for (int i = 0; i < events; i++) {
            time += 1 + random.nextLong(2 * STEP_MILLIS);
            @Nullable Object[] values = new Object[EventSchema.CLICKSTREAM.fields().size()];
            values[quantity] = 1 + random.nextLong(3);
            history[i] = new Event(
                    customer + "-" + i,
                    customer,
                    "type_" + random.nextInt(TYPES),
                    time,
                    EventSchema.CLICKSTREAM,
                    values,
                    Map.of(),
                    List.of(),
                    List.of(),
                    Map.of());
        }
        return history;
    }
}
