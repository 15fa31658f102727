package io.makolet.local.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What {@code demo --check} found.
 *
 * @param customers customers the system knows after the year
 * @param events events of the year
 * @param segments members by segment, at the instant for which they are known
 * @param startup seconds from the start of this process until all parts answered
 * @param eventsPerSecond through the whole system: from the file until reads showed all of them
 * @param freshness from when an event of live traffic was due until a read showed it
 * @param getOffers from when a call was due until its answer was there, under the same traffic
 * @param memory resident memory of all processes, each at its worst moment, MiB
 * @param ok all is as it must be
 */
public record DemoReport(
        long customers,
        long events,
        Map<String, Integer> segments,
        @JsonProperty("startup_s") double startup,
        @JsonProperty("events_per_s") double eventsPerSecond,
        @JsonProperty("freshness_ms") Percentiles freshness,
        @JsonProperty("get_offers_ms") Percentiles getOffers,
        @JsonProperty("rss_mib") long memory,
        boolean ok) {

    /** Milliseconds. */
    public record Percentiles(double p50, double p99) {}
}
