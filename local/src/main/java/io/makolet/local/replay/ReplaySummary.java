package io.makolet.local.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did.
 *
 * @param rows rows read, up to the instant that was asked for
 * @param events events sent, duplicates too
 * @param rejected rows that are broken
 * @param filtered rows that the mapping drops
 * @param skipped events passed over: sent before, or before the beginning that was asked for
 * @param seconds wall time of sending
 * @param until the log is complete through this instant of event time, ISO 8601; null if nothing was ever sent
 * @param asOf the serving node answers for this instant, ISO 8601; null if it was not waited for
 */
public record ReplaySummary(
        long rows,
        long events,
        long rejected,
        long filtered,
        long skipped,
        double seconds,
        @JsonProperty("events_per_s") double eventsPerSecond,
        @Nullable String until,
        @JsonProperty("as_of") @Nullable String asOf) {}
