package io.makolet.domain.segment;

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
    private final TimedValues seen;

    /** An empty series. */
    DistinctSeries() {
        this(new TimedValues());
    }

    private DistinctSeries(TimedValues seen) {
        this.seen = seen;
    }

    @Override
    void add(long time, long value, Retention retention) {
        int known = seen.indexOf(value);
        if (known >= 0) {
            if (seen.time(known) >= time) {
                return;
            }
            seen.remove(known);
        }
        seen.insert(time, value);
        if (seen.size() > MOST) {
            seen.drop(1);
        }
    }

    @Override
    void addAll(Series other, Retention retention) {
        DistinctSeries values = (DistinctSeries) other;
        since(values.since);
        for (int i = 0; i < values.seen.size(); i++) {
            add(values.seen.time(i), values.seen.value(i), retention);
        }
    }

    @Override
    void since(long time) {
        since = Math.max(since, time);
    }

    @Override
    void prune(long edge, Retention retention) {
        seen.drop(after(Math.max(edge, since)));
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        curve.clear();
        long from = extent.at();
        for (int i = after(Math.max(extent.edge(), since)); i < seen.size(); i++) {
            curve.add(from, Fold.micros(seen.size() - i), 1);
            if (extent.length() == 0) {
                from = extent.end();
                break;
            }
            from = extent.leaves(seen.time(i));
        }
        if (from != NEVER) {
            curve.addNone(from, reading);
        }
    }

    /** When the value was seen that is in view and was seen longest ago, or latest; {@link #NONE} for none. */
    long seen(boolean longestAgo, Extent extent) {
        int first = after(Math.max(extent.edge(), since));
        if (first == seen.size()) {
            return NONE;
        }
        return seen.time(longestAgo ? first : seen.size() - 1);
    }

    private int after(long edge) {
        int first = 0;
        while (first < seen.size() && seen.time(first) <= edge) {
            first++;
        }
        return first;
    }

    @Override
    long cut() {
        return since;
    }

    @Override
    boolean isEmpty() {
        return seen.size() == 0 && since == NONE;
    }

    @Override
    public void store(LongConsumer out) {
        storeTime(since, out);
        seen.store(out);
    }

    /** A series as it was stored. */
    public static DistinctSeries restore(LongSupplier in) {
        long since = restoreTime(in);
        DistinctSeries series = new DistinctSeries(TimedValues.restore(count(in.getAsLong(), MOST), in));
        series.since = since;
        return series;
    }
}
