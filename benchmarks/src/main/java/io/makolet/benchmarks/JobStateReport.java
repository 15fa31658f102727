package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What an event costs the job.
 *
 * @param ratio processor time without logic to that of the job, in visits: the job's throughput in that of one without logic
 * @param ratios for each traffic, no logic to the job, and the job that reads and writes each time to the job
 * @param ours the job, in visits
 * @param other the same without logic
 * @param warmUpEvents of each run, not measured
 * @param events of each run, measured
 * @param differing runs whose views and transitions were others with the cache than without
 * @param host how fast a fixed loop ran before and after
 */
public record JobStateReport(
        String name,
        Ratios ratio,
        Map<String, Ratios> ratios,
        Of ours,
        Of other,
        int customers,
        int segments,
        @JsonProperty("warm_up_events") long warmUpEvents,
        long events,
        int rounds,
        List<UnderTraffic> traffic,
        @JsonProperty("differing_runs") long differing,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {

    /**
     * Under one kind of traffic.
     *
     * @param variants of the job: cached, plain, none
     */
    public record UnderTraffic(String traffic, List<Of> variants) {}

    /**
     * Of one variant of the job; per event where nothing else is said.
     *
     * @param micros processor time of the whole process, median of the rounds
     * @param perSecond events that went through a second, median of the rounds
     * @param leaves leaves of conditions that were touched
     * @param flips memberships that changed
     * @param timers that came due and did something
     * @param misses customers who were looked for in the cache and were not there
     * @param reads states of customers read from RocksDB, or asked for in vain
     * @param writes states of customers written to RocksDB
     * @param stateBytes mean size of a state that was written
     * @param rounds processor time in each round
     */
    public record Of(
            String logic,
            @JsonProperty("cpu_us") double micros,
            @JsonProperty("events_per_s") double perSecond,
            @JsonProperty("leaves_touched") double leaves,
            double flips,
            double timers,
            double views,
            @JsonProperty("cache_misses") double misses,
            @JsonProperty("state_reads") double reads,
            @JsonProperty("state_writes") double writes,
            @JsonProperty("state_bytes") long stateBytes,
            @JsonProperty("cpu_us_rounds") List<Double> rounds) {}
}
