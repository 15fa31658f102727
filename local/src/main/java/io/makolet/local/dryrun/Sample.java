package io.makolet.local.dryrun;

import java.util.List;
import org.apache.flink.util.MathUtils;

/**
 * A part of all customers, always the same ones.
 *
 * @param share of the customers, more than 0 and up to 1
 */
record Sample(double share) {

    private static final double Z = 1.96;

    Sample {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + ", expected more than 0 and up to 1");
        }
    }

    boolean has(String customerId) {
        return share == 1 || MathUtils.murmurHash(customerId.hashCode()) < share * Integer.MAX_VALUE;
    }

    /** How many there are of all, if so many of the sample are. */
    long estimate(long found) {
        return Math.round(found / share);
    }

    /**
     * Interval that holds the number of all with 95 % probability: each was in the sample with probability {@code share},
     * so the number found is binomial, and nearly normal.
     */
    List<Long> interval(long found) {
        double spread = Z * Math.sqrt((found + 1) * (1 - share)) / share;
        long low = Math.max(found, Math.round(found / share - spread));
        return share == 1 ? List.of(found, found) : List.of(low, Math.round(found / share + spread));
    }
}
