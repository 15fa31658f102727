package io.makolet.domain.segment;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The matching events of a whole life, folded. */
public final class LifetimeSeries extends Series {

    private final Fold fold;
    private final boolean extremes;

    /** An empty series, with or without the least and the greatest value. */
    LifetimeSeries(boolean extremes) {
        this(new Fold(), extremes);
    }

    private LifetimeSeries(Fold fold, boolean extremes) {
        this.fold = fold;
        this.extremes = extremes;
    }

    /** A series as the first version kept it. */
    public static LifetimeSeries of(
            long count, long sum, long firstTime, long firstValue, long lastTime, long lastValue) {
        return new LifetimeSeries(Fold.of(count, sum, firstTime, firstValue, lastTime, lastValue), false);
    }

    /** Has it the least and the greatest value? */
    public boolean hasExtremes() {
        return extremes;
    }

    @Override
    void add(long time, long value, Retention retention) {
        fold.add(time, value);
    }

    @Override
    void addAll(Series other, Retention retention) {
        fold.add(((LifetimeSeries) other).fold);
    }

    @Override
    void since(long time) {
        throw new IllegalStateException("a folded life does not begin anew");
    }

    @Override
    void prune(long edge, Retention retention) {
        // A life is never over.
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        curve.clear();
        fold.read(reading, extent.at(), curve);
    }

    @Override
    boolean isEmpty() {
        return fold.count() == 0;
    }

    @Override
    public void store(LongConsumer out) {
        fold.store(out);
        if (extremes) {
            fold.storeExtremes(out);
        }
    }

    /** A series as it was stored. */
    public static LifetimeSeries restore(LongSupplier in, boolean extremes) {
        LifetimeSeries series = new LifetimeSeries(Fold.restore(in), extremes);
        if (extremes) {
            series.fold.restoreExtremes(in);
        }
        return series;
    }
}
