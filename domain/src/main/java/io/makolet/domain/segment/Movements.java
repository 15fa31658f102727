package io.makolet.domain.segment;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How the sources of a plan move for one customer, in order of source. A source is a dial with all the leaves that compare
 * it, or one leaf that looks otherwise.
 *
 * <p>Of each: when time alone will change a leaf of it next; and over which values it has moved since leases were last
 * computed, so that those can wait until somebody asks. What is not listed neither changes by time nor has moved.
 */
public final class Movements {

    private static final int CHANGES = 1;
    private static final int MOVED = 2;

    private int[] sources = new int[4];
    private long[] nexts = new long[4];
    private long[] least = new long[4];
    private long[] greatest = new long[4];
    private int size;
    private int moved;
    private long earliest = Series.NEVER;
    private boolean earliestIsKnown = true;

    /** Forgets all. */
    public void clear() {
        size = 0;
        moved = 0;
        earliest = Series.NEVER;
        earliestIsKnown = true;
    }

    /** Instant at which time alone changes a leaf next; {@link Series#NEVER} for never. */
    public long next() {
        if (!earliestIsKnown) {
            earliest = Series.NEVER;
            for (int i = 0; i < size; i++) {
                earliest = Math.min(earliest, nexts[i]);
            }
            earliestIsKnown = true;
        }
        return earliest;
    }

    int size() {
        return size;
    }

    int source(int index) {
        return sources[index];
    }

    long next(int index) {
        return nexts[index];
    }

    /** Least value that a source has moved over; greater than the greatest where it has not moved. */
    long least(int index) {
        return least[index];
    }

    long greatest(int index) {
        return greatest[index];
    }

    /** How many sources have moved. */
    int moved() {
        return moved;
    }

    boolean hasMoved(int index) {
        return least[index] <= greatest[index];
    }

    /** A source will change next at an instant, and has moved from one value to another, or not where from is greater. */
    void put(int source, long next, long from, long to) {
        int at = size > 0 && sources[size - 1] < source ? -size - 1 : Arrays.binarySearch(sources, 0, size, source);
        if (at < 0) {
            at = -at - 1;
            insert(at, source);
        } else if (nexts[at] == earliest && next > earliest) {
            earliestIsKnown = false;
        }
        nexts[at] = next;
        moved += !hasMoved(at) && from <= to ? 1 : 0;
        least[at] = Math.min(least[at], from);
        greatest[at] = Math.max(greatest[at], to);
        earliest = Math.min(earliest, next);
        leaveOutIfStill(at);
    }

    /** The leases that a source changes are computed: it has not moved since. */
    void rest(int index) {
        moved--;
        least[index] = Long.MAX_VALUE;
        greatest[index] = Long.MIN_VALUE;
        leaveOutIfStill(index);
    }

    /** Goes over to the numbers of another plan, which {@linkplain Succession#carries carries} all. */
    public void renumber(Succession succession) {
        int before = size;
        int[] oldSources = sources.clone();
        long[] oldNexts = nexts.clone();
        long[] oldLeast = least.clone();
        long[] oldGreatest = greatest.clone();
        clear();
        for (int i = 0; i < before; i++) {
            int source = succession.source(oldSources[i]);
            if (source != Succession.GONE) {
                put(source, oldNexts[i], oldLeast[i], oldGreatest[i]);
            }
        }
    }

    private void leaveOutIfStill(int index) {
        if (nexts[index] == Series.NEVER && !hasMoved(index)) {
            remove(index);
        }
    }

    private void remove(int at) {
        size--;
        System.arraycopy(sources, at + 1, sources, at, size - at);
        System.arraycopy(nexts, at + 1, nexts, at, size - at);
        System.arraycopy(least, at + 1, least, at, size - at);
        System.arraycopy(greatest, at + 1, greatest, at, size - at);
    }

    private void insert(int at, int source) {
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, size * 2);
            nexts = Arrays.copyOf(nexts, size * 2);
            least = Arrays.copyOf(least, size * 2);
            greatest = Arrays.copyOf(greatest, size * 2);
        }
        System.arraycopy(sources, at, sources, at + 1, size - at);
        System.arraycopy(nexts, at, nexts, at + 1, size - at);
        System.arraycopy(least, at, least, at + 1, size - at);
        System.arraycopy(greatest, at, greatest, at + 1, size - at);
        sources[at] = source;
        least[at] = Long.MAX_VALUE;
        greatest[at] = Long.MIN_VALUE;
        size++;
    }

    /** Gives all, as numbers that are small where they can be: the nearer to an instant, the smaller. */
    public void store(LongConsumer out, long clock) {
        out.accept(size);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            boolean changes = nexts[i] != Series.NEVER;
            out.accept(sources[i] - previous);
            out.accept((changes ? CHANGES : 0) | (hasMoved(i) ? MOVED : 0));
            if (changes) {
                out.accept(nexts[i] - clock);
            }
            if (hasMoved(i)) {
                out.accept(least[i]);
                out.accept(greatest[i]);
            }
            previous = sources[i];
        }
    }

    /** Takes what was stored. */
    public void restore(LongSupplier in, long clock) {
        long source = 0;
        for (long n = Series.count(in.getAsLong(), Integer.MAX_VALUE); n > 0; n--) {
            source += in.getAsLong();
            if (source < 0 || source > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("source " + source + ", expected an index");
            }
            long kinds = in.getAsLong();
            long next = (kinds & CHANGES) == 0 ? Series.NEVER : clock + in.getAsLong();
            boolean moved = (kinds & MOVED) != 0;
            put((int) source, next, moved ? in.getAsLong() : Long.MAX_VALUE, moved ? in.getAsLong() : Long.MIN_VALUE);
        }
    }
}
