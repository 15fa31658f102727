package io.makolet.domain.segment;

/**
 * What is kept of a customer's matching events for one {@link Condition.AggregateSpec}: enough to answer count, sum,
 * first and last exactly, whatever the order in which the events arrived.
 *
 * <p>Quantities are fixed-point millionths; sums saturate instead of overflowing. Of events at the same instant, the
 * smallest value is the first and the greatest the last, so that the order of arrival does not matter.
 */
public sealed interface Series permits SlidingSeries, LifetimeSeries {

    /** Adds an event at an instant (milliseconds UTC) with a quantity in millionths. */
    void add(long time, long micros);

    /** Forgets what no instant from {@code now} on can see. */
    void prune(long now);

    /** Events visible at an instant, not before the latest pruning. */
    long count(long at);

    /** Sum of the quantities visible at an instant, millionths. */
    long sum(long at);

    /** Time of the first event visible at an instant; {@link #NONE} where there is none. */
    long firstTime(long at);

    /** Time of the last event visible at an instant; {@link #NONE} where there is none. */
    long lastTime(long at);

    /** Quantity of the first event visible at an instant; undefined where there is none. */
    long firstValue(long at);

    /** Quantity of the last event visible at an instant; undefined where there is none. */
    long lastValue(long at);

    /** Earliest instant after {@code at} at which an event comes into or goes out of view; {@link #NEVER} for none. */
    long nextChange(long at);

    /** No such time. */
    long NONE = Long.MIN_VALUE;

    /** No such instant in the future. */
    long NEVER = Long.MAX_VALUE;

    /** Sum that stops at the ends of the range. */
    static long addSaturating(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }
}
