package io.makolet.benchmarks;

import org.HdrHistogram.Histogram;

/** Percentiles of a measurement, in milliseconds. */
public record Latencies(double p50, double p99, double p999, double max, long samples) {

    private static final double NANOS = 1e6;

    /** Of a histogram of nanoseconds. */
    static Latencies of(Histogram nanos) {
        return new Latencies(
                millis(nanos.getValueAtPercentile(50)),
                millis(nanos.getValueAtPercentile(99)),
                millis(nanos.getValueAtPercentile(99.9)),
                millis(nanos.getMaxValue()),
                nanos.getTotalCount());
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS * 1000) / 1000.0;
    }
}
