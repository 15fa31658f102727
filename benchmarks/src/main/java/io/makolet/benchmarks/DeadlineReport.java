package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What others noticed when the memberships of many ended at one instant.
 *
 * @param ratio 99th percentile of freshness meanwhile, over that before
 * @param before freshness of reads of others before
 * @param meanwhile the same from when the job begins to let members leave until all have left
 * @param left exits that were told
 * @param seconds until all had left
 * @param failedCheckpoints before and meanwhile
 * @param checkpointBeforeMillis longest one before, of those looked at every two seconds
 * @param checkpointMillis longest one in all
 * @param reads of members
 * @param wrong of those answers: in or out against the instant that they name, or old without saying so
 * @param stale of those answers: said to be stale
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record DeadlineReport(
        String name,
        double ratio,
        @JsonProperty("before_ms") Latencies before,
        @JsonProperty("meanwhile_ms") Latencies meanwhile,
        int members,
        long left,
        double seconds,
        @JsonProperty("failed_checkpoints") long failedCheckpoints,
        @JsonProperty("checkpoint_before_ms") long checkpointBeforeMillis,
        @JsonProperty("checkpoint_ms") long checkpointMillis,
        long reads,
        long wrong,
        long stale,
        double rate,
        int customers,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {}
