package io.makolet.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The clocks of the partitions that one reader reads, and what they say together: the reader is complete through the
 * least of them. Not thread safe.
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
     * @param idle nobody need wait for these partitions
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
        long greatest = PartitionClock.UNKNOWN;
        boolean idle = true;
        for (PartitionClock clock : partitions.values()) {
            greatest = Math.max(greatest, clock.completeThrough());
            if (!clock.idle(wallTime)) {
                idle = false;
                least = Math.min(least, clock.completeThrough());
            }
        }
        // When all are silent nothing is waited for any more, so the log as a whole stands where its latest event is.
        return new Reading(idle ? greatest : least, idle);
    }
}
