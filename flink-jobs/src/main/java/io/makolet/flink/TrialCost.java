package io.makolet.flink;

import java.util.Map;

/**
 * What the measured events of a trial came to.
 *
 * @param cpuNanos processor time of the whole process
 * @param nanos time
 * @param leaves of conditions that were touched
 * @param flips memberships that changed and were told
 * @param timers that came due and did something
 * @param views told
 * @param found customers found on the heap
 * @param reads of customers' states from Flink's state: what was not found on the heap
 * @param writes of customers' states
 * @param writtenBytes packed bytes of those
 * @param digest of all views and transitions of the trial, in whatever order, not only of the measured events
 */
public record TrialCost(
        long cpuNanos,
        long nanos,
        long leaves,
        long flips,
        long timers,
        long views,
        long found,
        long reads,
        long writes,
        long writtenBytes,
        long digest) {

    static final String CPU_NANOS = "cpu_nanos";
    static final String WALL_NANOS = "nanos";
    static final String LEAVES = "leaves";
    static final String FLIPS = "flips";
    static final String TIMERS = "timers";
    static final String VIEWS = "views";
    static final String FOUND = "found";
    static final String READS = "reads";
    static final String WRITES = "writes";
    static final String WRITTEN_BYTES = "written_bytes";

    /** From the accumulators of a trial that has ended. */
    public static TrialCost of(Map<String, Object> accumulators) {
        return new TrialCost(
                value(accumulators, CPU_NANOS),
                value(accumulators, WALL_NANOS),
                value(accumulators, LEAVES),
                value(accumulators, FLIPS),
                value(accumulators, TIMERS),
                value(accumulators, VIEWS),
                value(accumulators, FOUND),
                value(accumulators, READS),
                value(accumulators, WRITES),
                value(accumulators, WRITTEN_BYTES),
                value(accumulators, Digest.VIEWS) * 31 + value(accumulators, Digest.TRANSITIONS));
    }

    private static long value(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Long value ? value : 0;
    }
}
