package io.makolet.domain.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is read of an aggregate, and the leaves that look at it. Those that compare it with a threshold are sorted by it,
 * so that only those are looked at whose threshold the reading can pass.
 */
final class Dial {

    private final int slot;
    private final AggregatePlan aggregate;
    private final Reading reading;
    private final List<Node.Aggregate> building = new ArrayList<>(1);
    private final List<Node> others = new ArrayList<>(0);
    private long[] thresholds = {};
    private Comparison[] comparisons = {};
    private int[] leaves = {};

    Dial(int slot, AggregatePlan aggregate, Reading reading) {
        this.slot = slot;
        this.aggregate = aggregate;
        this.reading = reading;
    }

    int slot() {
        return slot;
    }

    /** Equal for equal dials in all plans. */
    String name() {
        return "dial|" + aggregate.id() + "|" + reading;
    }

    AggregatePlan aggregate() {
        return aggregate;
    }

    Reading reading() {
        return reading;
    }

    void addLeaf(Node.Aggregate leaf) {
        building.add(leaf);
    }

    /** Adds a leaf that looks at the reading otherwise. */
    void addOther(Node leaf) {
        others.add(leaf);
    }

    /** No leaf is added any more. */
    void close() {
        building.sort(Comparator.comparingLong(leaf -> leaf.comparison().threshold()));
        thresholds = building.stream()
                .mapToLong(leaf -> leaf.comparison().threshold())
                .toArray();
        comparisons = building.stream().map(Node.Aggregate::comparison).toArray(Comparison[]::new);
        leaves = building.stream().mapToInt(Node::slot).toArray();
        building.clear();
    }

    /** Leaves that look at the reading otherwise. */
    List<Node> others() {
        return others;
    }

    /** Leaves that compare, in order of threshold. */
    int[] leaves() {
        return leaves;
    }

    /** Position of the first leaf whose threshold is not below a value. */
    int firstLeaf(long value) {
        int low = 0;
        int high = thresholds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (thresholds[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Position of the first leaf, from a position on, that has another truth at one step of a curve than at one of another;
     * -1 if there is none.
     */
    int firstDiffering(int from, Curve one, int step, Curve other, int otherStep) {
        if (!one.isKnown(step) || !other.isKnown(otherStep)) {
            return one.isKnown(step) != other.isKnown(otherStep) && from < leaves.length ? from : -1;
        }
        long greatest = Math.max(one.ceiling(step), other.ceiling(otherStep));
        int first = firstLeaf(Math.min(one.floor(step), other.floor(otherStep)));
        for (int i = Math.max(from, first); reaches(i, greatest); i++) {
            if (one.test(step, comparisons[i]) != other.test(otherStep, comparisons[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Instant at which time alone changes a leaf that compares next; {@link Series#NEVER} for never. */
    long nextFlip(Curve curve) {
        for (int step = 1; step < curve.size(); step++) {
            if (firstDiffering(0, curve, 0, curve, step) >= 0) {
                return curve.from(step);
            }
        }
        return Series.NEVER;
    }

    /** Is there a leaf at a position, with a threshold not above a value? */
    boolean reaches(int leaf, long value) {
        return leaf < thresholds.length && thresholds[leaf] <= value;
    }
}
