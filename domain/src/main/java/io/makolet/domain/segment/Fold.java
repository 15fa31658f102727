package io.makolet.domain.segment;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Events folded into one: their number, sum, least and greatest value, first and last. The sum has 128 bits. */
final class Fold {

    private long count;
    private long sumHigh;
    private long sumLow;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private long firstTime = Series.NONE;
    private long firstValue;
    private long lastTime = Series.NONE;
    private long lastValue;

    void clear() {
        count = 0;
        sumHigh = 0;
        sumLow = 0;
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    void add(long time, long value) {
        include(time, value, time, value);
        count++;
        addToSum(value >> 63, value);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    void add(Fold other) {
        include(other.firstTime, other.firstValue, other.lastTime, other.lastValue);
        count += other.count;
        addToSum(other.sumHigh, other.sumLow);
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    private void include(long first, long valueOfFirst, long last, long valueOfLast) {
        if (count == 0 || first < firstTime || (first == firstTime && valueOfFirst < firstValue)) {
            firstTime = first;
            firstValue = valueOfFirst;
        }
        if (count == 0 || last > lastTime || (last == lastTime && valueOfLast > lastValue)) {
            lastTime = last;
            lastValue = valueOfLast;
        }
    }

    private void addToSum(long high, long low) {
        long sum = sumLow + low;
        sumHigh += high + (Long.compareUnsigned(sum, sumLow) < 0 ? 1 : 0);
        sumLow = sum;
    }

    long count() {
        return count;
    }

    long firstTime() {
        return firstTime;
    }

    long lastTime() {
        return lastTime;
    }

    /** Adds a step with a reading of it to a curve. */
    void read(Reading reading, long instant, Curve curve) {
        if (count == 0) {
            curve.addNone(instant, reading);
            return;
        }
        switch (reading) {
            case COUNT -> curve.add(instant, micros(count), 1);
            case SUM -> curve.add(instant, sum(), 1);
            case AVG -> curve.add(instant, sum(), count);
            case MIN -> curve.add(instant, min, 1);
            case MAX -> curve.add(instant, max, 1);
            case FIRST -> curve.add(instant, firstValue, 1);
            case LAST -> curve.add(instant, lastValue, 1);
            case FIRST_TIME -> curve.add(instant, firstTime, 1);
            case LAST_TIME -> curve.add(instant, lastTime, 1);
            case DISTINCT -> throw new IllegalStateException("different values are not folded");
        }
    }

    /** A number in millionths, within the range. */
    static long micros(long number) {
        long limit = Long.MAX_VALUE / 1_000_000;
        return Math.max(-limit, Math.min(limit, number)) * 1_000_000;
    }

    private long sum() {
        if (sumHigh == sumLow >> 63) {
            return sumLow;
        }
        return sumHigh < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Gives all but the extremes. */
    void store(LongConsumer out) {
        out.accept(count);
        out.accept(sumHigh);
        out.accept(sumLow);
        out.accept(firstTime);
        out.accept(firstValue);
        out.accept(lastTime - firstTime);
        out.accept(lastValue);
    }

    void storeExtremes(LongConsumer out) {
        out.accept(min);
        out.accept(max);
    }

    static Fold restore(LongSupplier in) {
        Fold fold = new Fold();
        fold.count = in.getAsLong();
        fold.sumHigh = in.getAsLong();
        fold.sumLow = in.getAsLong();
        fold.firstTime = in.getAsLong();
        fold.firstValue = in.getAsLong();
        fold.lastTime = fold.firstTime + in.getAsLong();
        fold.lastValue = in.getAsLong();
        return fold;
    }

    void restoreExtremes(LongSupplier in) {
        min = in.getAsLong();
        max = in.getAsLong();
    }

    /** The fold as the first version kept it: a sum of 64 bits, no extremes. */
    static Fold of(long count, long sum, long firstTime, long firstValue, long lastTime, long lastValue) {
        Fold fold = new Fold();
        fold.count = count;
        fold.sumHigh = sum >> 63;
        fold.sumLow = sum;
        fold.firstTime = firstTime;
        fold.firstValue = firstValue;
        fold.lastTime = lastTime;
        fold.lastValue = lastValue;
        return fold;
    }
}
