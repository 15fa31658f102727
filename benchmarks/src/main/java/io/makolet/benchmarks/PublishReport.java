package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * How soon a new segment was live for all, and what others noticed meanwhile.
 *
 * @param ratio 99th percentile of freshness meanwhile, over that before
 * @param seconds from when publishing began until everybody had been evaluated, as readers are told
 * @param publishing seconds of these until the publisher was done, who reads back what was published
 * @param before freshness of reads of others before
 * @param meanwhile the same while the segment was warming
 * @param crowd customers who were there
 * @param members of them belong to the segment
 * @param entered entries that were told
 * @param failedCheckpoints before and meanwhile
 * @param checkpointBeforeMillis longest one before, of those looked at every two seconds
 * @param checkpointMillis longest one in all
 * @param reads of the crowd
 * @param wrong of those answers: a member told to be out, or another to be in
 * @param pastPerSecond events of the past that were read in per second at most; 0 where none had to be
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record PublishReport(
        String name,
        double ratio,
        double seconds,
        @JsonProperty("publishing_s") double publishing,
        @JsonProperty("before_ms") Latencies before,
        @JsonProperty("meanwhile_ms") Latencies meanwhile,
        int crowd,
        int members,
        long entered,
        @JsonProperty("failed_checkpoints") long failedCheckpoints,
        @JsonProperty("checkpoint_before_ms") long checkpointBeforeMillis,
        @JsonProperty("checkpoint_ms") long checkpointMillis,
        long reads,
        long wrong,
        double rate,
        int customers,
        @JsonProperty("past_per_s") int pastPerSecond,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {}
