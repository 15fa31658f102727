package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What an event costs as definitions are added.
 *
 * @param ratio processor time per event at the most definitions to that at the fewest, where every event moves the ends of
 *     the memberships it touches
 * @param ratios the same where most thresholds are out of reach, so that an event touches no leaf but those that flip
 * @param ours at the most definitions
 * @param other at the fewest
 * @param host how fast a fixed loop ran before and after
 */
public record SegmentsReport(
        String name,
        Ratios ratio,
        Map<String, Ratios> ratios,
        AtSize ours,
        AtSize other,
        List<AtSize> sizes,
        @JsonProperty("sizes_out_of_reach") List<AtSize> outOfReach,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {

    /**
     * Cost at a number of definitions; per event.
     *
     * @param nanos processor time of the evaluation
     * @param viewNanos processor time of building the view after one more event
     * @param flips memberships that changed
     * @param touched leaves of conditions whose truth, or its end, the event changes
     * @param lookedAt leaves that the evaluator looked at
     * @param evaluated segments that it evaluated
     * @param listed memberships in a view
     * @param stateBytes packed state of a customer, in the end
     * @param compared memberships that were compared with a plain count of the events, at random instants
     * @param wrong those that were not as it says
     */
    public record AtSize(
            int definitions,
            @JsonProperty("cpu_ns") double nanos,
            @JsonProperty("view_cpu_ns") double viewNanos,
            double flips,
            @JsonProperty("leaves_touched") double touched,
            @JsonProperty("leaves_looked_at") double lookedAt,
            @JsonProperty("segments_evaluated") double evaluated,
            @JsonProperty("memberships_listed") double listed,
            @JsonProperty("state_bytes") long stateBytes,
            long compared,
            long wrong) {}
}
