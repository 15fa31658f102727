package io.makolet.domain.segment;

/**
 * The matching events of a whole life, folded. Unlike a window it can't look back: it answers for instants not before
 * the latest event.
 */
public final class LifetimeSeries implements Series {

    private long count;
    private long sum;
    private long firstTime = NONE;
    private long firstValue;
    private long lastTime = NONE;
    private long lastValue;

    /** An empty series. */
    public LifetimeSeries() {}

    /** A series as it was kept. */
    public LifetimeSeries(long count, long sum, long firstTime, long firstValue, long lastTime, long lastValue) {
        this.count = count;
        this.sum = sum;
        this.firstTime = firstTime;
        this.firstValue = firstValue;
        this.lastTime = lastTime;
        this.lastValue = lastValue;
    }

    @Override
    public void add(long time, long micros) {
        if (count == 0 || time < firstTime || (time == firstTime && micros < firstValue)) {
            firstTime = time;
            firstValue = micros;
        }
        if (count == 0 || time > lastTime || (time == lastTime && micros > lastValue)) {
            lastTime = time;
            lastValue = micros;
        }
        count++;
        sum = Series.addSaturating(sum, micros);
    }

    @Override
    public void prune(long now) {
        // A life is never over.
    }

    @Override
    public long count(long at) {
        return count;
    }

    @Override
    public long sum(long at) {
        return sum;
    }

    @Override
    public long firstTime(long at) {
        return firstTime;
    }

    @Override
    public long lastTime(long at) {
        return lastTime;
    }

    @Override
    public long firstValue(long at) {
        return firstValue;
    }

    @Override
    public long lastValue(long at) {
        return lastValue;
    }

    @Override
    public long nextChange(long at) {
        return NEVER;
    }
}
