package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The different values that matching events had, each with the latest time it was seen, in order of that time: as time
 * passes and {@code since} cuts, a value is in view exactly as long as its latest event. Of more than {@value #MOST}
 * values, the one seen longest ago is dropped.
 */
public final class DistinctSeries extends Series {

    /** Most values that are counted. */
    public static final int MOST = 4_096;

    private long since = NONE;
    private long[] times = new long[4];
    private long[] values = new long[4];
    private int size;

    /** An empty series. */
    DistinctSeries() {}

    @Override
    void add(long time, long value, Retention retention) {
        int known = indexOf(value);
        if (known >= 0) {
            if (times[known] >= time) {
                return;
            }
            remove(known);
        }
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
        if (size > MOST) {
            remove(0);
        }
    }

    private int indexOf(long value) {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    private void remove(int index) {
        size--;
        System.arraycopy(times, index + 1, times, index, size - index);
        System.arraycopy(values, index + 1, values, index, size - index);
    }

    @Override
    void since(long time) {
        since = Math.max(since, time);
    }

    @Override
    void prune(long edge, Retention retention) {
        int gone = after(Math.max(edge, since));
        if (gone > 0) {
            System.arraycopy(times, gone, times, 0, size - gone);
            System.arraycopy(values, gone, values, 0, size - gone);
            size -= gone;
        }
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        curve.clear();
        long from = extent.at();
        for (int i = after(Math.max(extent.edge(), since)); i < size; i++) {
            curve.add(from, Fold.micros(size - i), 1);
            if (extent.length() == 0) {
                from = extent.end();
                break;
            }
            from = extent.leaves(times[i]);
        }
        if (from != NEVER) {
            curve.addNone(from, reading);
        }
    }

    private int after(long edge) {
        int first = 0;
        while (first < size && times[first] <= edge) {
            first++;
        }
        return first;
    }

    @Override
    boolean isEmpty() {
        return size == 0 && since == NONE;
    }

    @Override
    public void store(LongConsumer out) {
        storeTime(since, out);
        out.accept(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            out.accept(times[i] - previous);
            out.accept(values[i]);
            previous = times[i];
        }
    }

    /** A series as it was stored. */
    public static DistinctSeries restore(LongSupplier in) {
        DistinctSeries series = new DistinctSeries();
        series.since = restoreTime(in);
        int size = count(in.getAsLong(), MOST);
        series.times = new long[Math.max(4, size)];
        series.values = new long[Math.max(4, size)];
        series.size = size;
        long time = 0;
        for (int i = 0; i < size; i++) {
            time += in.getAsLong();
            series.times[i] = time;
            series.values[i] = in.getAsLong();
        }
        return series;
    }
}
