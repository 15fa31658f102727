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
    private final TimedValues singles;
    private final FoldedCells folded = new FoldedCells();

    /** An empty series. */
    public EventSeries() {
        this(new TimedValues());
    }

    private EventSeries(TimedValues singles) {
        this.singles = singles;
    }

    /** Adds an event of a sliding window (milliseconds), as the first version kept them. */
    public void add(long time, long value, long window) {
        add(time, value, Retention.of(new Window.Sliding(window)));
    }

    @Override
    void add(long time, long value, Retention retention) {
        singles.insert(time, value);
        if (singles.size() > retention.latest()) {
            if (retention.cell() > 0) {
                folded.add(retention.cellOf(singles.time(0)), singles.time(0), singles.value(0));
            }
            singles.drop(1);
        }
    }

    @Override
    void addAll(Series other, Retention retention) {
        EventSeries events = (EventSeries) other;
        since(events.since);
        folded.addAll(events.folded);
        for (int i = 0; i < events.singles.size(); i++) {
            add(events.singles.time(i), events.singles.value(i), retention);
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
        while (gone < singles.size() && retention.endOfCell(singles.time(gone)) <= out) {
            gone++;
        }
        singles.drop(gone);
        if (retention.cell() > 0) {
            folded.prune(out, retention);
        }
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        curve.clear();
        long edge = Math.max(extent.edge(), since);
        int firstCell = folded.after(edge);
        int firstSingle = singles.size();
        while (firstSingle > 0 && singles.time(firstSingle - 1) > edge) {
            firstSingle--;
        }
        if (reading == Reading.DISTINCT) {
            distinct(firstSingle, extent.at(), curve);
        } else if (extent.length() == 0) {
            Fold whole = new Fold();
            long last = folded.foldInto(whole, firstCell);
            for (int i = firstSingle; i < singles.size(); i++) {
                whole.add(singles.time(i), singles.value(i));
                last = singles.time(i);
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
        Fold latest = new Fold();
        int single = singles.size() - 1;
        int cell = folded.size() - 1;
        long from = NEVER;
        while (single >= firstSingle || cell >= firstCell) {
            long time = single >= firstSingle
                    ? singles.time(single)
                    : folded.get(cell).lastTime();
            from = stepBefore(extent.leaves(time), from, latest, reading, curve);
            if (single >= firstSingle) {
                latest.add(time, singles.value(single--));
            } else {
                latest.add(folded.get(cell--));
            }
        }
        stepBefore(extent.at(), from, latest, reading, curve);
        curve.reverse();
    }

    /** Adds a step that is followed by one already added, unless it is over when it begins; begin of the earlier. */
    private static long stepBefore(long instant, long next, Fold latest, Reading reading, Curve curve) {
        if (instant < next) {
            latest.read(reading, instant, curve);
        }
        return instant;
    }

    private void distinct(int first, long at, Curve curve) {
        long[] sorted = singles.valuesFrom(first);
        Arrays.sort(sorted);
        int different = 0;
        for (int i = 0; i < sorted.length; i++) {
            different += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        curve.add(at, Fold.micros(different), 1);
    }

    /**
     * Time of the latest event that is so much or more after the one before it; {@link #NONE} for none.
     *
     * @param length milliseconds, 1 or more and not less than a cell, in which gaps can't be seen
     * @param edge events up to and including this instant are not looked at: of the first that is, the one before is long ago
     * @param first time of the first event that there ever was
     */
    long latestAfterGap(long length, long edge, long first) {
        long next = NEVER;
        for (int i = singles.size() - 1; i >= 0 && singles.time(i) > edge; i--) {
            if (next != NEVER && next - singles.time(i) >= length) {
                return next;
            }
            next = singles.time(i);
        }
        for (int i = folded.size() - 1; i >= folded.after(edge); i--) {
            if (next != NEVER && next - folded.get(i).lastTime() >= length) {
                return next;
            }
            next = folded.get(i).firstTime();
        }
        return first < next && next != NEVER ? next : NONE;
    }

    @Override
    long cut() {
        return since;
    }

    @Override
    boolean isEmpty() {
        return singles.size() == 0 && folded.size() == 0 && since == NONE;
    }

    @Override
    public void store(LongConsumer out) {
        storeTime(since, out);
        singles.store(out);
        folded.store(out);
    }

    /** A series as it was stored. */
    public static EventSeries restore(LongSupplier in) {
        long since = restoreTime(in);
        EventSeries series = new EventSeries(TimedValues.restore(count(in.getAsLong(), Retention.EXACT), in));
        series.since = since;
        series.folded.restore(in);
        return series;
    }
}
