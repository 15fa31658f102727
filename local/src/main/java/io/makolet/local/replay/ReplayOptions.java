package io.makolet.local.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a file is sent.
 *
 * @param speed times real time; positive infinity is as fast as can be
 * @param from rows up to and including this instant are passed over; null goes on where the last replay of the file ended
 * @param until rows after this instant are not sent; null sends all
 * @param again sends rows that were sent before
 * @param await waits until the serving node answers for all that was sent
 * @param duplicates share of events sent twice, 0 to 1
 * @param shuffle longest time by which events come late
 * @param seed of duplicates and shuffle
 * @param strict the first broken row is an error, and nothing is sent
 * @param rejects takes the broken rows; null for none
 * @param shown how many broken rows are shown
 */
public record ReplayOptions(
        double speed,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean again,
        boolean await,
        double duplicates,
        Duration shuffle,
        long seed,
        boolean strict,
        @Nullable Path rejects,
        int shown) {

    /** Everything, as fast as can be. */
    public static final ReplayOptions ALL =
            new ReplayOptions(Double.POSITIVE_INFINITY, null, null, false, true, 0, Duration.ZERO, 0, false, null, 10);

    /** The same up to an instant. */
    public ReplayOptions until(Instant instant) {
        return new ReplayOptions(speed, from, instant, again, await, duplicates, shuffle, seed, strict, rejects, shown);
    }
}
