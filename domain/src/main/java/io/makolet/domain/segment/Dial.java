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
    private int[] leaves = {};

    Dial(int slot, AggregatePlan aggregate, Reading reading) {
        this.slot = slot;
        this.aggregate = aggregate;
        this.reading = reading;
    }

    int slot() {
        return slot;
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

    /** Is there a leaf at a position, with a threshold not above a value? */
    boolean reaches(int leaf, long value) {
        return leaf < thresholds.length && thresholds[leaf] <= value;
    }
}
