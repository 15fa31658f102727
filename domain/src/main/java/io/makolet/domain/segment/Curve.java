package io.makolet.domain.segment;

import java.util.Arrays;

/**
 * A quantity over time: what it is from an instant on, and every instant at which time alone changes it. Each value is a
 * quotient, so that an average is exact; unknown where the divisor is 0.
 */
final class Curve {

    private long[] from = new long[4];
    private long[] numerators = new long[4];
    private long[] denominators = new long[4];
    private int size;

    void clear() {
        size = 0;
    }

    /** From an instant on, not before that of the latest step, the value is a quotient. */
    void add(long instant, long numerator, long denominator) {
        if (size > 0 && from[size - 1] == instant) {
            size--;
        }
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            numerators = Arrays.copyOf(numerators, size * 2);
            denominators = Arrays.copyOf(denominators, size * 2);
        }
        from[size] = instant;
        numerators[size] = numerator;
        denominators[size] = denominator;
        size++;
    }

    /** Turns the steps around that were added from the latest to the earliest. */
    void reverse() {
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            swap(from, i, j);
            swap(numerators, i, j);
            swap(denominators, i, j);
        }
    }

    private static void swap(long[] values, int i, int j) {
        long value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    /** The value of a reading of no events. */
    void addNone(long instant, Reading reading) {
        add(instant, 0, reading.isZeroOfNone() ? 1 : 0);
    }

    int size() {
        return size;
    }

    long from(int step) {
        return from[step];
    }

    /** First instant behind a step. */
    long until(int step) {
        return step + 1 < size ? from[step + 1] : Series.NEVER;
    }

    boolean isKnown(int step) {
        return denominators[step] != 0;
    }

    long numerator(int step) {
        return numerators[step];
    }

    long denominator(int step) {
        return denominators[step];
    }

    Truth test(int step, Comparison comparison) {
        long denominator = denominators[step];
        if (denominator == 0) {
            return Truth.UNKNOWN;
        }
        int order = denominator == 1
                ? Long.compare(numerators[step], comparison.threshold())
                : Exact.compareProducts(numerators[step], 1, comparison.threshold(), denominator);
        return Truth.of(comparison.op().accepts(order));
    }

    /** A known value, rounded down. */
    long floor(int step) {
        return denominators[step] == 1 ? numerators[step] : Math.floorDiv(numerators[step], denominators[step]);
    }

    /** A known value, rounded up. */
    long ceiling(int step) {
        long floor = floor(step);
        return floor * denominators[step] == numerators[step] ? floor : floor + 1;
    }

    /** Least known value, rounded down; {@link Long#MAX_VALUE} where none is known. */
    long least() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if (denominators[i] != 0) {
                least = Math.min(least, floor(i));
            }
        }
        return least;
    }

    /** Greatest known value, rounded up; {@link Long#MIN_VALUE} where none is known. */
    long greatest() {
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            if (denominators[i] != 0) {
                greatest = Math.max(greatest, ceiling(i));
            }
        }
        return greatest;
    }

    /** Instant from which the value is unknown for good; {@link Series#NEVER} for never. Values never become known by time. */
    long unknownFrom() {
        for (int i = 0; i < size; i++) {
            if (denominators[i] == 0) {
                return from[i];
            }
        }
        return Series.NEVER;
    }

    boolean sameAs(Curve other) {
        return size == other.size
                && Arrays.equals(from, 0, size, other.from, 0, size)
                && Arrays.equals(numerators, 0, size, other.numerators, 0, size)
                && Arrays.equals(denominators, 0, size, other.denominators, 0, size);
    }
}
