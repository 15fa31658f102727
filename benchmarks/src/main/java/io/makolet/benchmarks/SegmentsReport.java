package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What an event costs as definitions are added.
 *
 * @param ratio processor time per event at the most definitions to that at the fewest
 * @param ratios the same where every event moves the ends of the memberships it touches
 * @param ours at the most definitions
 * @param other at the fewest
 */
public record SegmentsReport(
        String name,
        Ratios ratio,
        Map<String, Ratios> ratios,
        AtSize ours,
        AtSize other,
        List<AtSize> sizes,
        @JsonProperty("sizes_always_reached") List<AtSize> alwaysReached,
        @JsonUnwrapped Provenance provenance) {

    /**
     * Cost at a number of definitions; per event.
     *
     * @param nanos processor time of the evaluation
     * @param viewNanos processor time of building the view
     * @param flips memberships that changed
     * @param leaves leaves of conditions that the event touched
     * @param evaluated segments whose lease was computed
     * @param stateBytes packed state of a customer, in the end
     * @param wrong memberships in the end that are not as a plain count of the events says
     */
    public record AtSize(
            int definitions,
            @JsonProperty("cpu_ns") double nanos,
            @JsonProperty("view_cpu_ns") double viewNanos,
            double flips,
            @JsonProperty("leaves_touched") double leaves,
            @JsonProperty("segments_evaluated") double evaluated,
            @JsonProperty("state_bytes") long stateBytes,
            long wrong) {}
}
