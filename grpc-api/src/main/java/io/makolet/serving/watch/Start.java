package io.makolet.serving.watch;

import io.makolet.serving.watch.WatchEndedException.Reason;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where a watch begins. */
public final class Start {

    /** The oldest that is kept. */
    private static final String EARLIEST = "earliest";

    private final boolean earliest;
    private final @Nullable Position behind;

    private Start(boolean earliest, @Nullable Position behind) {
        this.earliest = earliest;
        this.behind = behind;
    }

    /**
     * Where a caller wants to begin.
     *
     * @param text the position of an earlier answer, {@code earliest}, or empty for what comes from now on
     * @throws IllegalArgumentException if it is none of these
     */
    public static Start parse(String text) {
        boolean earliest = text.equals(EARLIEST);
        return new Start(earliest, earliest || text.isEmpty() ? null : Position.parse(text));
    }

    /** The position that is meant, in order of partition. */
    Position position(
            List<TopicPartition> partitions, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends)
            throws WatchEndedException {
        Map<TopicPartition, Long> offsets = earliest ? beginnings : ends;
        Position position = behind == null
                ? new Position(partitions.stream().mapToLong(offsets::get).toArray())
                : behind;
        if (position.partitions() != partitions.size()) {
            throw new WatchEndedException(
                    Reason.OUT_OF_RANGE,
                    "the position is of " + position.partitions() + " partitions, the log has " + partitions.size());
        }
        for (TopicPartition partition : partitions) {
            long next = position.next(partition.partition());
            long beginning = beginnings.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            if (next < beginning || next > end) {
                throw new WatchEndedException(
                        Reason.OUT_OF_RANGE,
                        "the position is at " + next + " of partition " + partition.partition() + ", kept is "
                                + beginning + " to " + end);
            }
        }
        return position;
    }
}
