package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a node does when more is asked than it can answer.
 *
 * @param peak answers a second at most
 * @param patienceMillis after which callers give up
 * @param calm latencies at half the peak
 * @param steps more than the peak
 * @param inVain calls that the node served though the caller had given up, over those that it served in time; at most
 * @param web beside mailers
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record OverloadReport(
        String name,
        double peak,
        @JsonProperty("patience_ms") int patienceMillis,
        Latencies calm,
        List<Step> steps,
        @JsonProperty("in_vain") double inVain,
        Web web,
        int customers,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {

    /**
     * One load.
     *
     * @param factor times the peak
     * @param due calls a second
     * @param goodput answers in time over those that were possible just before
     * @param late calls a second that were given up when they had waited long enough
     * @param turnedAway calls a second that were not made, as the node allowed no more
     * @param refused calls a second that the node refused
     * @param latency of the answers in time
     * @param normalAfterSeconds how long after it, at half the peak, latencies are as they were; -1 for not at all
     */
    public record Step(
            double factor,
            double due,
            Ratios goodput,
            double late,
            @JsonProperty("turned_away") double turnedAway,
            double refused,
            Latencies latency,
            @JsonProperty("normal_after_seconds") double normalAfterSeconds) {}

    /**
     * Web servers that ask for half of what the node can answer, and mailers who take all that they get.
     *
     * @param mailAlone customers a second of the mailers by themselves
     * @param mailBeside the same beside the web
     * @param inTime share of the web's calls that are answered in time beside the mailers
     * @param latency of these
     * @param goodput of the web at twice the peak beside the mailers, over the peak
     */
    public record Web(
            @JsonProperty("mail_alone") double mailAlone,
            @JsonProperty("mail_beside") double mailBeside,
            @JsonProperty("in_time") double inTime,
            Latencies latency,
            double goodput) {}
}
