package io.makolet.domain.segment;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What is kept of a customer's matching events for one aggregate: enough to answer its functions for every instant from
 * the customer's clock on, whatever the order in which the events arrived.
 *
 * <p>Quantities are fixed-point millionths; sums are exact inside and saturate where they are read. Of events at the same
 * instant, the smallest value is the first and the greatest the last.
 */
public abstract sealed class Series permits EventSeries, LifetimeSeries, DistinctSeries, AffinitySeries {

    /** No such time. */
    public static final long NONE = Long.MIN_VALUE;

    /** No such instant in the future. */
    public static final long NEVER = Long.MAX_VALUE;

    Series() {}

    /** Adds an event at an instant (milliseconds UTC) with a quantity in millionths. */
    abstract void add(long time, long value, Retention retention);

    /** Adds all that another series of the same kind keeps, as if its events had come to this one. */
    abstract void addAll(Series other, Retention retention);

    /** From now on only events strictly later than an instant count. */
    abstract void since(long time);

    /** Forgets what no instant can see from which on events up to and including {@code edge} are out of view. */
    abstract void prune(long edge, Retention retention);

    /** The reading at an extent's instant and at every later one at which time alone changes it. */
    abstract void read(Reading reading, Extent extent, Curve curve);

    /** Only events strictly later than this count; {@link #NONE} for all. */
    long cut() {
        return NONE;
    }

    /** Is there nothing that any later instant could see? */
    abstract boolean isEmpty();

    /** Gives all that is kept, as numbers that are small where they can be. */
    public abstract void store(LongConsumer out);

    /** Sum that stops at the ends of the range. */
    static long addSaturating(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }

    /** Gives a time, of which there may be {@link #NONE}. */
    static void storeTime(long time, LongConsumer out) {
        out.accept(time == NONE ? 0 : 1);
        if (time != NONE) {
            out.accept(time);
        }
    }

    /** A time as it was stored. */
    static long restoreTime(LongSupplier in) {
        return in.getAsLong() == 0 ? NONE : in.getAsLong();
    }

    /** A stored count. */
    static int count(long stored, int most) {
        if (stored < 0 || stored > most) {
            throw new IllegalArgumentException("count of " + stored + ", expected 0 to " + most);
        }
        return (int) stored;
    }
}
