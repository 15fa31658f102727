package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * How fresh reads are.
 *
 * @param freshness from when the sending of an event was due to the first read that shows it
 * @param floor the same for a bare producer, broker and consumer
 * @param ratios freshness to floor
 * @param rate events sent per second, measured
 * @param lost events that did not show within ten seconds
 * @param warmUpSeconds events were sent so long before anything was measured
 * @param compiling share of one processor that the compilers of the measured Java machines took meanwhile
 * @param host how fast a fixed loop ran before and after
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record FreshnessReport(
        String name,
        @JsonProperty("freshness_ms") Latencies freshness,
        @JsonProperty("floor_ms") Latencies floor,
        Map<String, Double> ratios,
        double rate,
        int customers,
        double seconds,
        long lost,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        @JsonProperty("send_lag_p99_ms") double sendLagP99Millis,
        @JsonProperty("warm_up_s") double warmUpSeconds,
        double compiling,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {}
