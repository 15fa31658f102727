package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Values with their times, in order of time, then value. */
final class TimedValues {

    private static final int ROOM = 4;

    private long[] times;
    private long[] values;
    private int size;

    TimedValues() {
        this(ROOM);
    }

    private TimedValues(int room) {
        times = new long[room];
        values = new long[room];
    }

    int size() {
        return size;
    }

    long time(int index) {
        return times[index];
    }

    long value(int index) {
        return values[index];
    }

    /** Values from an index on, in order of their times. */
    long[] valuesFrom(int index) {
        return Arrays.copyOfRange(values, index, size);
    }

    /** Index of a value, or -1. */
    int indexOf(long value) {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    void insert(long time, long value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size;
        while (at > 0 && (times[at - 1] > time || (times[at - 1] == time && values[at - 1] > value))) {
            times[at] = times[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        times[at] = time;
        values[at] = value;
        size++;
    }

    void remove(int index) {
        size--;
        System.arraycopy(times, index + 1, times, index, size - index);
        System.arraycopy(values, index + 1, values, index, size - index);
    }

    /** Removes the earliest. */
    void drop(int count) {
        if (count > 0) {
            System.arraycopy(times, count, times, 0, size - count);
            System.arraycopy(values, count, values, 0, size - count);
            size -= count;
        }
    }

    void store(LongConsumer out) {
        out.accept(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            out.accept(times[i] - previous);
            out.accept(values[i]);
            previous = times[i];
        }
    }

    /** What {@link #store} wrote, with room for one more. */
    static TimedValues restore(int size, LongSupplier in) {
        TimedValues result = new TimedValues(Math.max(ROOM, size + 1));
        result.size = size;
        long time = 0;
        for (int i = 0; i < size; i++) {
            time += in.getAsLong();
            result.times[i] = time;
            result.values[i] = in.getAsLong();
        }
        return result;
    }
}
