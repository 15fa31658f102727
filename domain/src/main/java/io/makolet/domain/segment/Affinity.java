package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How drawn a customer is to one value: for each half-life of the time axis in which there were events, the sum of what
 * they weighed as seen from its beginning, in 128 bits.
 */
final class Affinity {

    private final long value;
    private long[] cells = new long[1];
    private long[] highs = new long[1];
    private long[] lows = new long[1];
    private int size;
    private long weightHigh;
    private long weightLow;

    /** Of a value, by its number; nothing yet. */
    Affinity(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a weight of 128 bits to a cell. */
    void add(long cell, long high, long low) {
        int at = size;
        while (at > 0 && cells[at - 1] > cell) {
            at--;
        }
        if (at == 0 || cells[at - 1] != cell) {
            insert(at, cell);
            at++;
        }
        long sum = lows[at - 1] + low;
        highs[at - 1] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        lows[at - 1] = sum;
    }

    void addAll(Affinity other) {
        for (int i = 0; i < other.size; i++) {
            add(other.cells[i], other.highs[i], other.lows[i]);
        }
    }

    private void insert(int at, long cell) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, size * 2);
            highs = Arrays.copyOf(highs, size * 2);
            lows = Arrays.copyOf(lows, size * 2);
        }
        System.arraycopy(cells, at, cells, at + 1, size - at);
        System.arraycopy(highs, at, highs, at + 1, size - at);
        System.arraycopy(lows, at, lows, at + 1, size - at);
        cells[at] = cell;
        highs[at] = 0;
        lows[at] = 0;
        size++;
    }

    /** Forgets the cells before one. */
    void dropBefore(long cell) {
        int gone = 0;
        while (gone < size && cells[gone] < cell) {
            gone++;
        }
        size -= gone;
        System.arraycopy(cells, gone, cells, 0, size);
        System.arraycopy(highs, gone, highs, 0, size);
        System.arraycopy(lows, gone, lows, 0, size);
    }

    /** Weighs it as seen from the beginning of a cell, of which none that is kept lies before. */
    void weigh(long from) {
        weightHigh = 0;
        weightLow = 0;
        for (int i = 0; i < size; i++) {
            int shift = (int) (cells[i] - from);
            long low = lows[i] << shift;
            long high = shift == 0 ? highs[i] : highs[i] << shift | lows[i] >>> (Long.SIZE - shift);
            weightLow += low;
            weightHigh += high + (Long.compareUnsigned(weightLow, low) < 0 ? 1 : 0);
        }
    }

    /** Was it weighed as more than 0? */
    boolean isDrawn() {
        return weightHigh > 0 || (weightHigh == 0 && weightLow != 0);
    }

    /** Compares with another what they weigh; both are weighed from the same cell. */
    int compareWeight(Affinity other) {
        int order = Long.compare(weightHigh, other.weightHigh);
        return order == 0 ? Long.compareUnsigned(weightLow, other.weightLow) : order;
    }

    /** Gives what is kept; of cells, how long they lie before the latest of all. */
    void store(LongConsumer out, long latest) {
        out.accept(value);
        out.accept(size);
        for (int i = 0; i < size; i++) {
            out.accept(latest - cells[i]);
            out.accept(highs[i]);
            out.accept(lows[i]);
        }
    }

    /** What was stored. */
    static Affinity restore(LongSupplier in, long latest) {
        Affinity affinity = new Affinity(in.getAsLong());
        for (int n = Series.count(in.getAsLong(), AffinitySeries.HALF_LIVES); n > 0; n--) {
            affinity.add(latest - in.getAsLong(), in.getAsLong(), in.getAsLong());
        }
        return affinity;
    }
}
