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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that are all different, over 200 aggregates: the number and the quantity of each of 100 types of event in 30
 * days. So an event goes into two aggregates, at which one leaf in a hundred looks, however many definitions there are. Ten
 * leaves have thresholds that customers reach and lose, so that as many memberships change at any number of definitions.
 * Those of the others are either so low that they are always reached, and every event of the type moves the instant at
 * which that will end, or out of reach.
 */
final class ShopOfSegments {

    /** Aggregates that the definitions share. */
    static final int AGGREGATES = 200;

    private static final int TYPES = AGGREGATES / 2;

    /** Event types, from the first, whose thresholds customers reach. */
    static final int REACHABLE = 10;

    private static final long MICROS = 1_000_000;
    private static final long OFTEN = 14;
    private static final long OUT_OF_REACH = 10_000;
    private static final long WINDOW_MILLIS = 30L * 24 * 3600 * 1000;
    private static final long STEP_MILLIS = 1800 * 1000;

    private final List<Definition> definitions = new ArrayList<>();
    private final int leaves;
    private final boolean held;

    /**
     * @param count of definitions
     * @param held are the other thresholds always reached? Then a definition needs all of its leaves, else any
     */
    ShopOfSegments(int count, boolean held) {
        this.held = held;
        leaves = Math.max(1, AGGREGATES / count);
        for (int d = 0; d < count; d++) {
            List<Condition> parts = new ArrayList<>();
            for (int leaf = 0; leaf < leaves; leaf++) {
                parts.add(leaf(d, leaf, count));
            }
            Condition several = held ? new Condition.All(parts) : new Condition.Any(parts);
            Condition when = parts.size() == 1 ? parts.get(0) : several;
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

    /** How many of a definition's leaves must be true for it to be. */
    int leavesNeeded() {
        return held ? leaves : 1;
    }

    /** Leaves that one event touches: those that look at its two aggregates, if they have a truth to lose. */
    double leavesTouched() {
        return held ? 2.0 * definitions.size() * leaves / AGGREGATES : 2.0 * REACHABLE / AGGREGATES;
    }

    /** The leaves of a definition. */
    List<Condition.Aggregate> leaves(int definition) {
        return IntStream.range(0, leaves)
                .mapToObj(leaf -> leaf(definition, leaf, definitions.size()))
                .toList();
    }

    private Condition.Aggregate leaf(int definition, int leaf, int count) {
        int number = definition + leaf * count;
        int aggregate = number % AGGREGATES;
        boolean counts = aggregate < TYPES;
        long others = held ? 1 + number : (OUT_OF_REACH + number) * MICROS;
        long threshold = number < REACHABLE ? OFTEN * MICROS : others;
        AggregateSpec spec = new AggregateSpec(
                new EventMatch(List.of("type_" + aggregate % TYPES), null, null),
                counts ? null : "quantity",
                new Window.Sliding(WINDOW_MILLIS),
                null);
        return new Condition.Aggregate(
                new Measure(spec, counts ? Function.COUNT : Function.SUM), new Comparison(Comparison.Op.GE, threshold));
    }

    /** Events of one customer, in order, the same for the same seed: each is of any type with the same probability. */
    static Event[] history(String customer, int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Event[] history = new Event[events];
        int quantity = EventSchema.CLICKSTREAM.indexOf("quantity");
        long time = 1_700_000_000_000L;
        for (int i = 0; i < events; i++) {
            time += 1 + random.nextLong(2 * STEP_MILLIS);
            @Nullable
            Object[] values = new Object[EventSchema.CLICKSTREAM.fields().size()];
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
