package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far the events of one key have come along a sequence's steps. Of all beginnings of a chain with so many steps, the
 * latest start is enough: whatever completes an earlier one in time completes it too.
 */
final class Chain {

    private final long key;
    private final long[] starts;
    private long lastTime = Series.NONE;
    private long lastAbsent = Series.NONE;
    private long[] open = new long[1];
    private int size;

    Chain(long key, int steps) {
        this.key = key;
        this.starts = new long[steps - 1];
        Arrays.fill(starts, Series.NONE);
    }

    Chain copy() {
        Chain copy = new Chain(key, starts.length + 1);
        System.arraycopy(starts, 0, copy.starts, 0, starts.length);
        copy.lastTime = lastTime;
        copy.lastAbsent = lastAbsent;
        copy.open = open.clone();
        copy.size = size;
        return copy;
    }

    /** What two chains of one key come to, each of which was folded without the other; one of them takes it. */
    Chain join(Chain other) {
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Math.max(starts[i], other.starts[i]);
        }
        lastTime = Math.max(lastTime, other.lastTime);
        lastAbsent = Math.max(lastAbsent, other.lastAbsent);
        for (int i = 0; i < other.size; i++) {
            complete(other.open[i]);
        }
        closeBefore(lastAbsent);
        keepEnds();
        return this;
    }

    long key() {
        return key;
    }

    long lastTime() {
        return lastTime;
    }

    /** Latest start of a beginning that has so many steps; {@link Series#NONE} for none. */
    long start(int steps) {
        return starts[steps - 1];
    }

    /** Takes the events of an instant later than all before. */
    void add(long time, int bits, SequencePlan plan) {
        lastTime = time;
        close(time, bits, plan);
        for (int step = starts.length; step >= 0; step--) {
            long start = step == 0 ? time : starts[step - 1];
            if ((bits & 1 << step) == 0 || start == Series.NONE) {
                continue;
            }
            if (step < starts.length) {
                starts[step] = Math.max(starts[step], start);
            } else if (time - start <= plan.within()) {
                complete(time);
            }
        }
    }

    /**
     * Takes events of an instant that others were folded behind already: what they begin counts, and what they forbid, but
     * they complete nothing that began before.
     */
    void addLate(long time, int bits, SequencePlan plan) {
        lastTime = Math.max(lastTime, time);
        close(time, bits, plan);
        if ((bits & 1) != 0 && starts.length > 0) {
            starts[0] = Math.max(starts[0], time);
        } else if ((bits & 1) != 0 && time >= lastAbsent) {
            complete(time);
        }
    }

    private void close(long time, int bits, SequencePlan plan) {
        if ((bits & plan.absentBit()) != 0) {
            lastAbsent = Math.max(lastAbsent, time);
            closeBefore(lastAbsent);
        }
    }

    private void closeBefore(long time) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (open[i] >= time) {
                open[left++] = open[i];
            }
        }
        size = left;
    }

    private void complete(long time) {
        if (size == open.length) {
            open = Arrays.copyOf(open, size * 2);
        }
        int at = size;
        while (at > 0 && open[at - 1] > time) {
            open[at] = open[at - 1];
            at--;
        }
        open[at] = time;
        size++;
    }

    /** Keeps of the completions only the earliest and the latest. */
    void keepEnds() {
        if (size > 2) {
            open[1] = open[size - 1];
            size = 2;
        }
    }

    /** Completions that nothing closed, in order of time. */
    int size() {
        return size;
    }

    long open(int index) {
        return open[index];
    }

    void store(LongConsumer out) {
        out.accept(key);
        out.accept(lastTime);
        Series.storeTime(lastAbsent, out);
        for (long start : starts) {
            Series.storeTime(start, out);
        }
        out.accept(size);
        for (int i = 0; i < size; i++) {
            out.accept(lastTime - open[i]);
        }
    }

    static Chain restore(LongSupplier in, int steps) {
        Chain chain = new Chain(in.getAsLong(), steps);
        chain.lastTime = in.getAsLong();
        chain.lastAbsent = Series.restoreTime(in);
        for (int i = 0; i < chain.starts.length; i++) {
            chain.starts[i] = Series.restoreTime(in);
        }
        chain.size = Series.count(in.getAsLong(), 2);
        chain.open = new long[2];
        for (int i = 0; i < chain.size; i++) {
            chain.open[i] = chain.lastTime - in.getAsLong();
        }
        return chain;
    }
}
