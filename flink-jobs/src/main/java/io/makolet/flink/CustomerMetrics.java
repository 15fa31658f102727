package io.makolet.flink;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is counted at the customer stage. */
final class CustomerMetrics {

    final Counter applied;
    final Counter backfilled;
    final Counter duplicates;
    final Counter late;
    final Counter clamped;
    final Counter held;
    final Counter erased;
    final Counter suppressed;
    final Counter transitions;
    final Counter views;
    final Counter timers;
    final Counter registryWaits;
    final Counter cacheHits;
    final Counter stateReads;
    final Counter stateWrites;
    final Counter stateBytes;

    CustomerMetrics(MetricGroup group) {
        applied = group.counter("events_applied");
        backfilled = group.counter("events_backfilled");
        duplicates = group.counter("duplicates");
        late = group.counter("late");
        clamped = group.counter("clamped");
        held = group.counter("held");
        erased = group.counter("customers_erased");
        suppressed = group.counter("suppressed");
        transitions = group.counter("transitions");
        views = group.counter("views");
        timers = group.counter("timers");
        registryWaits = group.counter("registry_waits");
        cacheHits = group.counter("state_cache_hits");
        stateReads = group.counter("state_reads");
        // Their quotient is the mean size of a customer's state.
        stateWrites = group.counter("state_writes");
        stateBytes = group.counter("state_bytes");
    }

    /** Which share of the task's customers is still to be visited after definitions changed, from 0 to 1. */
    static void unvisited(MetricGroup group, DoubleSupplier share) {
        group.gauge("definitions_unvisited_ratio", (Gauge<Double>) share::getAsDouble);
    }

    /** The watermark and, in live operation, how far it lies behind the wall clock; 0 before there is one. */
    static void watermark(MetricGroup group, LongSupplier completeThrough, Surroundings surroundings) {
        group.gauge("complete_through_ms", (Gauge<Long>) () -> Math.max(0, completeThrough.getAsLong()));
        if (surroundings.clockMode() == ClockMode.WALL) {
            group.gauge("watermark_lag_ms", (Gauge<Long>) () -> {
                long through = completeThrough.getAsLong();
                return through == Long.MIN_VALUE ? 0 : surroundings.wallTime() - through;
            });
        }
    }
}
