package io.makolet.serving.tail;

import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.PartitionState;
import io.makolet.serving.store.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a store can't go on with the log where it left off. */
final class Misfit {

    /** What a store says of itself; partitions in order. */
    record Stored(
            Optional<LogIdentity> identity, List<PartitionState> partitions, Optional<Long> readAt, boolean damaged) {

        static Stored of(ViewStore store) {
            List<PartitionState> partitions = new ArrayList<>();
            for (int partition = 0; partition < store.partitionCount(); partition++) {
                partitions.add(store.partition(partition));
            }
            return new Stored(store.identity(), partitions, store.readAt(), store.damaged());
        }
    }

    /** First and next offset of a partition. */
    record Range(long begin, long end) {}

    private Misfit() {}

    /**
     * The reason, for people; empty if it can go on.
     *
     * @param ranges of the log's partitions, in order
     * @param wallTime milliseconds UTC
     */
    static Optional<String> between(Stored stored, LogLayout log, List<Range> ranges, long wallTime) {
        if (stored.damaged()) {
            return Optional.of("the store is damaged");
        }
        if (stored.identity().isEmpty()) {
            return Optional.of("the store is empty");
        }
        if (!stored.identity().get().equals(log.identity())) {
            return Optional.of("the store is of " + stored.identity().get() + ", the broker has " + log.identity());
        }
        boolean behind = false;
        for (int partition = 0; partition < ranges.size(); partition++) {
            long offset = stored.partitions().get(partition).offset();
            Range range = ranges.get(partition);
            if ((offset < range.begin() && offset > 0) || offset > range.end()) {
                return Optional.of("the store ends at offset " + offset + " of partition " + partition
                        + ", the log has " + range.begin() + " to " + range.end());
            }
            behind |= offset < range.end();
        }
        Duration away = Duration.ofMillis(wallTime - stored.readAt().orElse(wallTime));
        if (behind && away.compareTo(log.tombstonesKept()) >= 0) {
            return Optional.of(
                    "the store was last complete " + away + " ago, and deletions are kept for " + log.tombstonesKept());
        }
        return Optional.empty();
    }
}
