package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What offers for a customer cost, compared with a server that keeps its customers in Redis.
 *
 * @param ratios of the pairs, by layout of the hashes in Redis: answers for a second of processor time, the node's over the
 *     other's ({@code answers}; Redis's own time counts), and 99th percentiles of latency, the node's over the other's
 *     ({@code p99})
 * @param servers medians by server
 * @param rate calls a second at which latencies were measured
 * @param failed calls without an answer
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record ReadVsRedisReport(
        String name,
        Map<String, Ratios> ratios,
        Map<String, ReadVsEchoReport.Of> servers,
        int customers,
        int offers,
        @JsonProperty("answer_bytes") int answerBytes,
        double rate,
        long failed,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {}
