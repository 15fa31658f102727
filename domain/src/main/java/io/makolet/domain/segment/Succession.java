package io.makolet.domain.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way from an earlier plan to the one in force: which numbers became which, and what has to be evaluated because it is
 * new or asks for something else. Immutable.
 */
public final class Succession {

    /** What is no longer there, or asks for something else. */
    static final int GONE = -1;

    private final int[] positions;
    private final Map<Integer, Integer> sources;
    private final int[] changed;
    private final int[] lookedAtAnew;
    private final Set<String> dropped;
    private final Set<Integer> readIn;

    private Succession(
            int[] positions,
            Map<Integer, Integer> sources,
            int[] changed,
            int[] lookedAtAnew,
            Set<String> dropped,
            Set<Integer> readIn) {
        this.positions = positions;
        this.sources = sources;
        this.changed = changed;
        this.lookedAtAnew = lookedAtAnew;
        this.dropped = dropped;
        this.readIn = readIn;
    }

    /** From the plan of an outline to another plan. */
    public static Succession of(PlanOutline from, SegmentPlan plan, PlanOutline to) {
        int[] positions = new int[from.size()];
        BitSet kept = new BitSet(plan.size());
        Set<String> dropped = new HashSet<>();
        for (int before = 0; before < positions.length; before++) {
            int index = from.index(before);
            int position = from.asksTheSame(index, to) ? plan.position(index) : GONE;
            positions[before] = position;
            String purpose = from.purpose(index);
            if (position >= 0) {
                kept.set(position);
            } else if (purpose != null && !purpose.equals(to.purpose(index))) {
                dropped.add(purpose);
            }
        }
        List<Integer> changed = new ArrayList<>();
        BitSet anew = new BitSet();
        for (int p = kept.nextClearBit(0); p < plan.size(); p = kept.nextClearBit(p + 1)) {
            changed.add(p);
            plan.forEachSourceOf(p, anew::set);
        }
        Map<Long, Integer> named = new HashMap<>();
        to.sources().forEach((source, name) -> named.put(name, source));
        Map<Integer, Integer> sources = new HashMap<>();
        from.sources().forEach((source, name) -> sources.put(source, named.getOrDefault(name, GONE)));
        return new Succession(
                positions,
                Map.copyOf(sources),
                changed.stream().mapToInt(p -> p).toArray(),
                anew.stream().toArray(),
                Set.copyOf(dropped),
                Set.copyOf(to.readInSince(from)));
    }

    /** Position now of the segment that was at one before, or -1 if it is gone or to be evaluated anew. */
    public int position(int before) {
        return positions[before];
    }

    /** Can everything that a state keeps of movements be carried over? */
    public boolean carries(Movements movements) {
        for (int i = 0; i < movements.size(); i++) {
            if (!sources.containsKey(movements.source(i))) {
                return false;
            }
        }
        return true;
    }

    /** Purposes for which a segment needed consent before that is gone or needs none for it now. */
    public Set<String> droppedPurposes() {
        return dropped;
    }

    /** Numbers of the backfills that have read everything since. */
    public Set<Integer> readIn() {
        return readIn;
    }

    /** Number now of a source, or {@link #GONE}. */
    int source(int before) {
        return sources.getOrDefault(before, GONE);
    }

    /** Positions of the segments that are new or ask for something else. */
    int[] changed() {
        return changed;
    }

    /** Sources of change by time that those depend on. */
    int[] lookedAtAnew() {
        return lookedAtAnew;
    }

    /** Does a segment, by its position now, have to be evaluated? */
    public boolean isChanged(int position) {
        return Arrays.binarySearch(changed, position) >= 0;
    }
}
