package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * What offers for a customer cost, compared with answers of the same size that are always the same.
 *
 * @param ratios of the pairs, the node's over the echo's: processor time of an answer ({@code cpu}) and 99th percentile of
 *     latency ({@code p99}), of customers who are asked for again and again ({@code hot}) and of anybody ({@code any}),
 *     alone and while views are applied ({@code beside_views})
 * @param servers medians by who was asked
 * @param echoMost answers a second that the echo gives at most
 * @param rate calls a second at which latencies were measured
 * @param views applied a second beside
 * @param failed calls without an answer
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record ReadVsEchoReport(
        String name,
        Map<String, Ratios> ratios,
        Map<String, Of> servers,
        int customers,
        int hot,
        int offers,
        @JsonProperty("request_bytes") int requestBytes,
        @JsonProperty("answer_bytes") int answerBytes,
        @JsonProperty("echo_most") double echoMost,
        double rate,
        @JsonProperty("views_per_second") double views,
        long failed,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {

    /**
     * One server under one kind of question.
     *
     * @param micros processor time of an answer, microseconds, at full load
     * @param perSecond answers at full load
     * @param latency at the steady rate, of all pairs together
     */
    public record Of(
            @JsonProperty("cpu_us") double micros,
            @JsonProperty("per_second") double perSecond,
            @JsonProperty("latency_ms") Latencies latency) {}
}
