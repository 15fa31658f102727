package io.makolet.serving.api;

import io.makolet.serving.store.PartitionState;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.view.PackedView;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Tells for which instant a read answers. Thread safe. */
public final class ReadClock {

    /** What "now" is. */
    public enum Mode {
        /** The wall clock's time, as far as everything until then was read. */
        WALL,
        /** The log's event time. For replays of history. */
        LOG
    }

    /** An instant that isn't known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final Mode mode;
    private final long staleAfterMillis;
    private final ViewStore store;
    private final Readiness readiness;
    private final LongSupplier wallClock;

    /**
     * @param staleAfter how far answers may be behind the wall clock before they are called stale
     * @param wallClock milliseconds UTC
     */
    public ReadClock(Mode mode, Duration staleAfter, ViewStore store, Readiness readiness, LongSupplier wallClock) {
        this.mode = mode;
        this.staleAfterMillis = staleAfter.toMillis();
        this.store = store;
        this.readiness = readiness;
        this.wallClock = wallClock;
    }

    /** What "now" is. */
    public Mode mode() {
        return mode;
    }

    /**
     * The instant for which a read of a customer answers.
     *
     * @param key customer id, UTF-8
     * @param viewAsOf instant for which the customer's view was computed, milliseconds UTC, or {@link #UNKNOWN}
     */
    ReadTime read(byte[] key, long viewAsOf) {
        int partitions = store.partitionCount();
        PartitionState state = partitions == 0
                ? PartitionState.START
                : store.partition(Utils.toPositive(Utils.murmur2(key)) % partitions);
        boolean offline = readiness.state().phase() == Readiness.Phase.OFFLINE;
        return ReadTime.of(mode, wallClock.getAsLong(), state.completeThrough(), viewAsOf, staleAfterMillis, offline)
                .evaluatedThrough(state.evaluatedThrough());
    }

    /**
     * The instant for which a read answers.
     *
     * @param key that was asked for
     * @param view what was found; null where nothing is known
     */
    ReadTime read(byte[] key, @Nullable PackedView view) {
        return view == null ? read(key, UNKNOWN) : read(view.key(), view.asOf());
    }

    /**
     * Every record of the input up to this instant is in what was read of the log; {@link Long#MIN_VALUE} before that is
     * known of all partitions.
     */
    public long completeThrough() {
        int partitions = store.partitionCount();
        return LongStream.range(0, partitions)
                .map(partition -> store.partition((int) partition).completeThrough())
                .min()
                .orElse(UNKNOWN);
    }

    /** Offset of the last definition for which everybody has been evaluated; empty where nobody said. */
    OptionalLong evaluatedThrough() {
        int partitions = store.partitionCount();
        return LongStream.range(0, partitions)
                .map(partition -> store.partition((int) partition).evaluatedThrough())
                .min()
                .stream()
                .filter(offset -> offset != Long.MIN_VALUE)
                .findFirst();
    }

    /** The instant for which all reads can answer; {@link #UNKNOWN} before it is known. */
    long now() {
        long complete = completeThrough();
        return mode == Mode.LOG ? complete : Math.min(complete, wallClock.getAsLong());
    }

    /** How far the answers are behind the wall clock, milliseconds; empty under the log's clock and before it is known. */
    public OptionalLong behindMillis() {
        long complete = completeThrough();
        return mode == Mode.LOG || complete == UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, wallClock.getAsLong() - complete));
    }
}
