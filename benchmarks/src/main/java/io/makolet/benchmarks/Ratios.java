package io.makolet.benchmarks;

import java.util.List;

/**
 * Ratios of paired measurements.
 *
 * @param median of all
 * @param ci95 lowest and highest of the order statistics that hold the true median with 95 % probability, or of all where
 *     there are too few to say
 */
public record Ratios(double median, List<Double> ci95) {

    private static final double Z = 1.96;

    static Ratios of(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        int n = sorted.size();
        double half = Z * Math.sqrt(n) / 2;
        int low = (int) Math.max(0, Math.floor(n / 2.0 - half));
        int high = (int) Math.min(n - 1, Math.ceil(n / 2.0 + half));
        return new Ratios(rounded(median(sorted)), List.of(rounded(sorted.get(low)), rounded(sorted.get(high))));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
