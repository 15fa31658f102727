package io.makolet.domain.segment;

import java.math.BigInteger;

/** Comparisons that do not round. */
final class Exact {

    private static final long MICROS = 1_000_000;

    private Exact() {}

    /** Order of {@code a * b} and {@code c * d}, each of 128 bits. */
    static int compareProducts(long a, long b, long c, long d) {
        int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }

    /**
     * Order of a quotient and a threshold in millionths.
     *
     * @param divisor not 0
     */
    static int compareRatio(long dividend, long divisor, long threshold) {
        int order = compareProducts(dividend, MICROS, threshold, divisor);
        return divisor < 0 ? -order : order;
    }

    /** Order of a quotient of quotients {@code (a / b) / (c / d)} and a threshold in millionths; b and d are positive. */
    static int compareRatio(long a, long b, long c, long d, long threshold) {
        long dividend = a * d;
        long divisor = c * b;
        if (fits(a, d, dividend) && fits(c, b, divisor)) {
            return compareRatio(dividend, divisor, threshold);
        }
        BigInteger left = BigInteger.valueOf(a).multiply(BigInteger.valueOf(d)).multiply(BigInteger.valueOf(MICROS));
        BigInteger right =
                BigInteger.valueOf(c).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(threshold));
        return c < 0 ? right.compareTo(left) : left.compareTo(right);
    }

    private static boolean fits(long a, long b, long product) {
        return Math.multiplyHigh(a, b) == product >> 63;
    }
}
