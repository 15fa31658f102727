package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that comparisons of one thing leave. Bounds are doubled, so that what lies between two values has a place. */
final class Leftover {

    private static final BigInteger NOTHING = BigInteger.ZERO;

    /** Distance of neighbouring values; 0 where there are others between any two. */
    private final BigInteger unit;

    private @Nullable BigInteger low;
    private @Nullable BigInteger high;
    private @Nullable Condition lowBy;
    private @Nullable Condition highBy;
    private final Map<BigInteger, Condition> excluded = new HashMap<>();

    /**
     * All values from {@code low} to {@code high}.
     *
     * @param unit distance of neighbouring values; 0 where there are others between any two
     * @param low least value, or null
     * @param high greatest value, or null
     */
    Leftover(long unit, @Nullable Long low, @Nullable Long high) {
        this.unit = doubled(unit);
        this.low = low == null ? null : doubled(low);
        this.high = high == null ? null : doubled(high);
    }

    /**
     * Leaves what satisfies a comparison, too. If that is nothing, returns the condition that is in the way: {@code by}
     * itself where no other is.
     */
    @Nullable
    Condition narrow(Comparison comparison, Condition by) {
        BigInteger threshold = doubled(comparison.threshold());
        BigInteger step = unit.equals(NOTHING) ? BigInteger.ONE : unit;
        switch (comparison.op()) {
            case LT -> below(threshold.subtract(step), by);
            case LE -> below(threshold, by);
            case GT -> above(threshold.add(step), by);
            case GE -> above(threshold, by);
            case EQ -> {
                below(threshold, by);
                above(threshold, by);
            }
            case NE -> excluded.putIfAbsent(threshold, by);
        }
        return inTheWay(by);
    }

    private void below(BigInteger bound, Condition by) {
        if (high == null || bound.compareTo(high) < 0) {
            high = bound;
            highBy = by;
        }
    }

    private void above(BigInteger bound, Condition by) {
        if (low == null || bound.compareTo(low) > 0) {
            low = bound;
            lowBy = by;
        }
    }

    private @Nullable Condition inTheWay(Condition by) {
        if (low == null || high == null || low.compareTo(high) < 0) {
            return null;
        }
        Condition left = low.equals(high) ? excluded.get(low) : by;
        if (left == null) {
            return null;
        }
        for (Condition other : new @Nullable Condition[] {left, lowBy, highBy}) {
            if (other != null && other != by) {
                return other;
            }
        }
        return by;
    }

    /** The condition that leaves only values above one, or null. */
    @Nullable
    Condition above(long value) {
        return low != null && low.compareTo(doubled(value)) > 0 ? lowBy : null;
    }

    /** The condition that leaves only values below one, or null. */
    @Nullable
    Condition below(long value) {
        return high != null && high.compareTo(doubled(value)) < 0 ? highBy : null;
    }

    /** Is all that is left above all that another one leaves? */
    boolean exceeds(Leftover other) {
        return low != null && other.high != null && low.compareTo(other.high) > 0;
    }

    @Nullable
    Condition lowBy() {
        return lowBy;
    }

    @Nullable
    Condition highBy() {
        return highBy;
    }

    private static BigInteger doubled(long value) {
        return BigInteger.valueOf(value).shiftLeft(1);
    }
}
