package io.makolet.flink;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.jspecify.annotations.Nullable;

/**
 * A partition and the offset from which on it is to be read, with what its clock had come to there. Without that, a reader
 * that begins anew would not know that a producer was cut off before it, and go past what is still to come.
 */
final class ClockedSplit extends KafkaPartitionSplit {

    private final long completeThrough;
    private final long seenThrough;
    private final boolean open;

    /**
     * @param completeThrough instant, milliseconds UTC, or {@link PartitionClock#UNKNOWN}
     * @param seenThrough the same of what was seen
     * @param open whether a producer owes a word on how it goes on
     */
    ClockedSplit(KafkaPartitionSplit split, long completeThrough, long seenThrough, boolean open) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.completeThrough = completeThrough;
        this.seenThrough = seenThrough;
        this.open = open;
    }

    /** The split with what its clock says. */
    static ClockedSplit of(KafkaPartitionSplit split, @Nullable PartitionClock clock) {
        if (clock == null) {
            throw new IllegalStateException("split " + split.splitId() + " has no clock");
        }
        return new ClockedSplit(split, clock.completeThrough(), clock.seenThrough(), clock.open());
    }

    long completeThrough() {
        return completeThrough;
    }

    long seenThrough() {
        return seenThrough;
    }

    boolean open() {
        return open;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof ClockedSplit split
                && completeThrough == split.completeThrough
                && seenThrough == split.seenThrough
                && open == split.open;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
