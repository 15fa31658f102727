package io.makolet.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The clocks of the partitions that one reader reads, and what they say together: the reader is complete through the
 * least of them. On the log's clock a reader must read all partitions: what its silent ones need not be waited for, it knows
 * of its own only. Not thread safe.
 */
final class LogClock {

    /** How long a reader without partitions waits for some before it no longer holds the others back. */
    static final long UNASSIGNED_MILLIS = 30_000;

    private final ClockMode mode;
    private final long startedAt;
    private final Map<TopicPartition, PartitionClock> partitions = new HashMap<>();

    /**
     * What the clocks say together.
     *
     * @param completeThrough instant through which all partitions are complete, or {@link PartitionClock#UNKNOWN}
     * @param idle nobody need wait for this reader
     */
    record Reading(long completeThrough, boolean idle) {}

    /** A clock of no partitions yet, started at an instant of the wall clock. */
    LogClock(ClockMode mode, long startedAt) {
        this.mode = mode;
        this.startedAt = startedAt;
    }

    /** The partition is read from an offset on. */
    PartitionClock add(TopicPartition partition, long position) {
        PartitionClock clock = new PartitionClock(mode, position);
        partitions.put(partition, clock);
        return clock;
    }

    /** The partitions ended at these offsets at an instant of the wall clock. */
    void endAt(Map<TopicPartition, Long> ends, long wallTime) {
        ends.forEach((partition, end) -> {
            PartitionClock clock = partitions.get(partition);
            if (clock != null) {
                clock.endsAt(end, wallTime);
            }
        });
    }

    /** There are no records before these offsets that have not been read. */
    void skipTo(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionClock clock = partitions.get(partition);
            if (clock != null) {
                clock.skipTo(offset);
            }
        });
    }

    /** Positions of partitions that stand still before their end. */
    Map<TopicPartition, Long> stuck(long wallTime) {
        return partitions.entrySet().stream()
                .filter(e -> e.getValue().stuck(wallTime))
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().position()));
    }

    /** Have all partitions been read up to these offsets? False for a partition that is not known. */
    boolean passed(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> {
            PartitionClock clock = partitions.get(end.getKey());
            return clock != null && clock.position() >= end.getValue();
        });
    }

    /** What the clocks say together, at an instant of the wall clock. */
    Reading at(long wallTime) {
        if (partitions.isEmpty()) {
            return new Reading(PartitionClock.UNKNOWN, wallTime - startedAt >= UNASSIGNED_MILLIS);
        }
        long least = Long.MAX_VALUE;
        long settled = Long.MAX_VALUE;
        long greatest = PartitionClock.UNKNOWN;
        long patience = patience();
        int silent = 0;
        for (PartitionClock clock : partitions.values()) {
            greatest = Math.max(greatest, clock.abandonedThrough());
            if (clock.idle(wallTime, patience)) {
                silent++;
            } else {
                least = Math.min(least, clock.completeThrough());
                settled = Math.min(settled, clock.settledThrough());
            }
        }
        if (silent == 0) {
            return new Reading(least, false);
        }
        // A partition that was silent when its end was asked for may have got records before the others got what their
        // clocks say now, but not before they got what those said by then.
        return new Reading(silent == partitions.size() ? greatest : settled, false);
    }

    /**
     * A producer that is cut off leaves some partitions behind others, and not always one that it has said anything in
     * since: while it owes a word in one, all are waited for.
     */
    private long patience() {
        for (PartitionClock clock : partitions.values()) {
            if (clock.open()) {
                return PartitionClock.IDLE_WHILE_OPEN_MILLIS;
            }
        }
        return PartitionClock.IDLE_AFTER_MILLIS;
    }
}
