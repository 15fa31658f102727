package io.makolet.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What offers for many customers cost by one stream, compared with single calls.
 *
 * @param ratio customers per second of processor time by streams, over those by single calls
 * @param streamMicros processor time of a customer by a stream, microseconds
 * @param unaryMicros the same by a single call
 * @param besideSlow customers a second by a stream beside another that asks and does not read, over those without it
 * @param memoryAtFirst most memory of the node's Java machine over the first tenth of a stream of all customers, MB
 * @param memoryAtMost the same over the whole stream
 * @param brokenAt customers whose answers had come when the node was killed
 * @param missing batches without an answer after it had been asked for the rest once more
 * @param twice batches with two answers
 * @param wrong answers of others than those who were asked for
 * @param isVoid the numbers mean nothing, for the reasons given
 */
public record StreamVsUnaryReport(
        String name,
        Ratios ratio,
        @JsonProperty("stream_cpu_us") double streamMicros,
        @JsonProperty("unary_cpu_us") double unaryMicros,
        @JsonProperty("beside_slow_reader") Ratios besideSlow,
        int customers,
        @JsonProperty("memory_first_tenth_mb") long memoryAtFirst,
        @JsonProperty("memory_most_mb") long memoryAtMost,
        @JsonProperty("broken_at") long brokenAt,
        long missing,
        long twice,
        long wrong,
        @JsonProperty("void") boolean isVoid,
        @JsonProperty("void_reasons") List<String> voidReasons,
        @JsonProperty("foreign_load") double foreignLoad,
        HostSpeed host,
        @JsonUnwrapped Provenance provenance) {}
