package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The latest events one by one, ordered by time, then value; older ones folded.
 *
 * <p>Which events are single, and what each cell of the grid holds, depends on the set of events only. A cell is in view
 * while its last event is, so a window that reaches into cells shows at most a cell's width too much.
 */
public final class EventSeries extends Series {

    private long since = NONE;
    private long[] times;
    private long[] values;
    private int size;
    private final FoldedCells folded = new FoldedCells();

    /** An empty series. */
    public EventSeries() {
        this(4);
    }

    private EventSeries(int room) {
        times = new long[room];
        values = new long[room];
    }

    /** Adds an event of a sliding window (milliseconds), as the first version kept them. */
    public void add(long time, long value, long window) {
        add(time, value, Retention.of(new Window.Sliding(window)));
    }

    @Override
    void add(long time, long value, Retention retention) {
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
        if (size > retention.latest()) {
            if (retention.cell() > 0) {
                folded.add(retention.cellOf(times[0]), times[0], values[0]);
            }
            drop(1);
        }
    }

    @Override
    void since(long time) {
        since = Math.max(since, time);
    }

    @Override
    void prune(long edge, Retention retention) {
        long out = Math.max(edge, since);
        int gone = 0;
        while (gone < size && retention.endOfCell(times[gone]) <= out) {
            gone++;
        }
        drop(gone);
        if (retention.cell() > 0) {
            folded.prune(out, retention);
        }
    }

    private void drop(int gone) {
        if (gone > 0) {
            System.arraycopy(times, gone, times, 0, size - gone);
            System.arraycopy(values, gone, values, 0, size - gone);
            size -= gone;
        }
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        curve.clear();
        long edge = Math.max(extent.edge(), since);
        int firstCell = folded.after(edge);
        int firstSingle = size;
        while (firstSingle > 0 && times[firstSingle - 1] > edge) {
            firstSingle--;
        }
        if (reading == Reading.DISTINCT) {
            distinct(firstSingle, extent.at(), curve);
        } else if (extent.length() == 0) {
            Fold whole = new Fold();
            long last = folded.foldInto(whole, firstCell);
            for (int i = firstSingle; i < size; i++) {
                whole.add(times[i], values[i]);
                last = times[i];
            }
            whole.read(reading, extent.at(), curve);
            if (last != NONE && extent.end() != NEVER) {
                curve.addNone(extent.end(), reading);
            }
        } else {
            slide(reading, extent, curve, firstCell, firstSingle);
        }
    }

    /** Steps of a window from which one event or cell after the other goes: each reading is one of the latest ones. */
    private void slide(Reading reading, Extent extent, Curve curve, int firstCell, int firstSingle) {
        int cells = folded.size() - firstCell;
        int items = cells + size - firstSingle;
        Curve backwards = new Curve();
        Fold latest = new Fold();
        for (int i = items - 1; i >= 0; i--) {
            if (i >= cells) {
                latest.add(times[firstSingle + i - cells], values[firstSingle + i - cells]);
            } else {
                latest.add(folded.get(firstCell + i));
            }
            latest.read(reading, -i, backwards);
        }
        long from = extent.at();
        for (int i = 0; i < items; i++) {
            int step = items - 1 - i;
            curve.add(from, backwards.numerator(step), backwards.denominator(step));
            long time = i >= cells
                    ? times[firstSingle + i - cells]
                    : folded.get(firstCell + i).lastTime();
            from = extent.leaves(time);
        }
        curve.addNone(from, reading);
    }

    private void distinct(int first, long at, Curve curve) {
        long[] sorted = Arrays.copyOfRange(values, first, size);
        Arrays.sort(sorted);
        int different = 0;
        for (int i = 0; i < sorted.length; i++) {
            different += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        curve.add(at, Fold.micros(different), 1);
    }

    @Override
    boolean isEmpty() {
        return size == 0 && folded.size() == 0 && since == NONE;
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
        folded.store(out);
    }

    /** A series as it was stored. */
    public static EventSeries restore(LongSupplier in) {
        long since = restoreTime(in);
        int size = count(in.getAsLong(), Retention.EXACT);
        EventSeries series = new EventSeries(Math.max(4, size + 1));
        series.since = since;
        series.size = size;
        long time = 0;
        for (int i = 0; i < size; i++) {
            time += in.getAsLong();
            series.times[i] = time;
            series.values[i] = in.getAsLong();
        }
        series.folded.restore(in);
        return series;
    }
}
