package io.makolet.domain.segment;

import java.util.Arrays;

/** The matching events of a sliding window {@code (t - w, t]}, ordered by time, then quantity. */
public final class SlidingSeries implements Series {

    private final long window;
    private long[] times;
    private long[] values;
    private int size;

    /** An empty series with a window in milliseconds. */
    public SlidingSeries(long window) {
        this(window, new long[4], new long[4], 0);
    }

    private SlidingSeries(long window, long[] times, long[] values, int size) {
        this.window = window;
        this.times = times;
        this.values = values;
        this.size = size;
    }

    /** A series with room for {@code capacity} events. */
    public static SlidingSeries withCapacity(long window, int capacity) {
        int room = Math.max(4, capacity);
        return new SlidingSeries(window, new long[room], new long[room], 0);
    }

    @Override
    public void add(long time, long micros) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size;
        while (at > 0 && (times[at - 1] > time || (times[at - 1] == time && values[at - 1] > micros))) {
            times[at] = times[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        times[at] = time;
        values[at] = micros;
        size++;
    }

    @Override
    public void prune(long now) {
        int gone = from(now);
        if (gone > 0) {
            System.arraycopy(times, gone, times, 0, size - gone);
            System.arraycopy(values, gone, values, 0, size - gone);
            size -= gone;
        }
    }

    @Override
    public long count(long at) {
        return (long) to(at) - from(at);
    }

    @Override
    public long sum(long at) {
        long sum = 0;
        int to = to(at);
        for (int i = from(at); i < to; i++) {
            sum = Series.addSaturating(sum, values[i]);
        }
        return sum;
    }

    @Override
    public long firstTime(long at) {
        int from = from(at);
        return from < to(at) ? times[from] : NONE;
    }

    @Override
    public long lastTime(long at) {
        int to = to(at);
        return from(at) < to ? times[to - 1] : NONE;
    }

    @Override
    public long firstValue(long at) {
        return values[from(at)];
    }

    @Override
    public long lastValue(long at) {
        return values[Math.max(0, to(at) - 1)];
    }

    @Override
    public long nextChange(long at) {
        int from = from(at);
        int to = to(at);
        long leaves = from < size ? times[from] + window : NEVER;
        long comes = to < size ? times[to] : NEVER;
        return Math.min(leaves, comes);
    }

    /** Events kept, from the earliest. */
    public int size() {
        return size;
    }

    /** Time of a kept event. */
    public long time(int index) {
        return times[index];
    }

    /** Quantity of a kept event. */
    public long value(int index) {
        return values[index];
    }

    /** Length of the window in milliseconds. */
    public long window() {
        return window;
    }

    /** Index of the earliest event inside the window that ends at an instant. */
    private int from(long at) {
        return upperBound(at - window);
    }

    /** Index behind the last event not after an instant. */
    private int to(long at) {
        return upperBound(at);
    }

    private int upperBound(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
