package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.Sliding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the segments of a plan cost at most.
 *
 * @param stateBytes packed state of one customer, whatever happens to them; equal aggregates and sequences are kept once
 * @param timedLeaves different comparisons, sequences and stays that time alone changes: all of a customer share one timer
 * @param touchedLeaves different comparisons and sequences that one event can change, of the type of event that has most
 */
public record PlanCost(long stateBytes, int timedLeaves, int touchedLeaves) {

    /** Bytes of a number of any size, packed. */
    private static final int NUMBER = 10;

    /** Bytes of an instant, or of the distance of two, until the year 4000. */
    private static final int TIME = 7;

    /** Bytes of an instant that there may not be, or that is never. */
    private static final int MAYBE_TIME = 1 + NUMBER;

    /** Bytes of a count or an index. */
    private static final int COUNT = 5;

    /** Bytes of an id, the length of what is kept under it, and its kind. */
    private static final int CELL = 8 + COUNT + 1;

    /** Bytes of what was told of a segment, and of its being watched. */
    private static final int SEGMENT = COUNT + 1 + TIME + NUMBER + COUNT + COUNT;

    /** Bytes of where a customer stands in a segment with a stay. */
    private static final int STAY = COUNT + 1 + 2 * NUMBER;

    /** Bytes of how a source of change moves. */
    private static final int MOVEMENT = COUNT + 1 + NUMBER + 2 * NUMBER;

    /** Most cells of events folded by time. */
    private static final int CELLS = 256;

    /** Reckons what a plan costs. */
    public static PlanCost of(SegmentPlan plan) {
        Set<Condition> leaves = new HashSet<>();
        plan.segments().stream()
                .map(definition -> ((SegmentBody) definition.body()).segment().when())
                .flatMap(Condition::all)
                .filter(part -> part.parts().isEmpty() && !(part instanceof Condition.In))
                .forEach(leaves::add);
        return new PlanCost(
                stateBytes(plan),
                (int) (leaves.stream().filter(PlanCost::isTimed).count() + stays(plan)),
                touched(leaves));
    }

    private static long stays(SegmentPlan plan) {
        return plan.segments().stream()
                .filter(definition -> plan.hasStay(definition.index()))
                .count();
    }

    private static long stateBytes(SegmentPlan plan) {
        long bytes =
                stays(plan) * STAY + (long) plan.size() * SEGMENT + (long) (plan.dials() + plan.nodes()) * MOVEMENT;
        for (AggregatePlan aggregate : plan.aggregates()) {
            bytes += CELL + bytes(aggregate);
        }
        for (SequencePlan sequence : plan.sequences()) {
            bytes += CELL + bytes(sequence);
        }
        return bytes;
    }

    private static long bytes(AggregatePlan aggregate) {
        int value = aggregate.spec().of() == null ? 1 : NUMBER;
        int fold = COUNT + 2 * value + 2 * (TIME + value);
        return switch (aggregate.keeping()) {
            case LIFE -> fold;
            case EXTREMES -> fold + 2L * value;
            case VALUES -> MAYBE_TIME + COUNT + (long) DistinctSeries.MOST * (TIME + NUMBER);
            case AFFINITIES ->
                COUNT
                        + NUMBER
                        + (long) AffinitySeries.MOST * (NUMBER + 1 + AffinitySeries.HALF_LIVES * (1 + 2 * NUMBER));
            case EVENTS, IDENTITIES -> {
                long singles = (long) aggregate.retention().latest() * (TIME + value);
                long cells = (long) cells(aggregate) * (TIME + fold + 2 * value);
                yield MAYBE_TIME + 2 * COUNT + singles + cells;
            }
        };
    }

    /** Cells that a window reaches into. */
    private static int cells(AggregatePlan aggregate) {
        long cell = aggregate.retention().cell();
        Window window = aggregate.spec().window();
        if (cell == 0) {
            return 0;
        }
        return window instanceof Sliding sliding ? (int) Math.min(CELLS, sliding.millis() / cell + 2) : CELLS;
    }

    private static long bytes(SequencePlan sequence) {
        int key = sequence.isKeyed() ? NUMBER : 1;
        int keys = sequence.isKeyed() ? Trace.MOST_KEYS : 1;
        int bits = 3;
        int chain = key + TIME + sequence.steps() * MAYBE_TIME + 1 + 2 * TIME;
        return 2 + COUNT + (long) Trace.EXACT * (TIME + key + bits) + MAYBE_TIME + COUNT + (long) keys * chain;
    }

    private static int touched(Set<Condition> leaves) {
        Map<String, Integer> byType = new HashMap<>();
        for (Condition leaf : leaves) {
            leaf.uses().stream()
                    .flatMap(use -> use.match().eventTypes().stream())
                    .distinct()
                    .forEach(type -> byType.merge(type, 1, Integer::sum));
        }
        return byType.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static boolean isTimed(Condition leaf) {
        if (leaf instanceof Condition.Aggregate aggregate) {
            return isTimed(aggregate.measure());
        }
        if (leaf instanceof Condition.Ratio ratio) {
            return isTimed(ratio.dividend()) || isTimed(ratio.divisor());
        }
        if (leaf instanceof Sequence sequence) {
            return sequence.thenNot() != null || sequence.overMillis() != Sequence.UNBOUNDED;
        }
        return !(leaf instanceof Condition.Cel) && !(leaf instanceof Condition.Top);
    }

    private static boolean isTimed(Condition.Measure measure) {
        Window window = measure.spec().window();
        return window instanceof Sliding || window instanceof Calendar;
    }
}
