package io.makolet.domain.offer;

/**
 * The context-free score of an offer for a customer: what showing it may be expected to earn in the next 30 days.
 *
 * <p>{@code score = (margin - benefit cost) * (1 - exp(-rate * affinity))}: the margin that remains times the chance of
 * at least one acceptance, were acceptances a Poisson process. The rate is the customer's purchases per 30 days, from a
 * sum of purchases whose weight halves every 90 days; such a sum is the rate times half-life / ln 2 for somebody who
 * buys steadily. The affinity is the category's share of the customer's interest relative to an equal share, smoothed by
 * one interaction's worth of indifference. Both are the customer's alone; context comes in when a request is answered.
 */
public final class OfferScorer {

    /** Purchases per 30 days that anybody is trusted with. */
    private static final double PRIOR_RATE = 0.05;

    private static final double PERIOD_DAYS = 30;
    private static final double HALF_LIFE_DAYS = 90;

    private OfferScorer() {}

    /** Score for a customer of whom nothing is known, in main units of the offer's currency. */
    public static float prior(OfferDefinition offer) {
        return score(offer, PRIOR_RATE, 1);
    }

    /**
     * Score for a customer.
     *
     * @param rate purchases per 30 days, of {@link #rate}
     * @param affinity relative interest in the offer's category, of {@link #affinity}
     */
    public static float score(OfferDefinition offer, double rate, double affinity) {
        return (float) (offer.netMargin() * -Math.expm1(-rate * affinity));
    }

    /** Purchases per 30 days for a sum of purchases whose weight halves every 90 days. */
    public static double rate(double activity) {
        return PRIOR_RATE + activity * Math.log(2) * PERIOD_DAYS / HALF_LIFE_DAYS;
    }

    /**
     * Interest in a category relative to an equal share of all: 1 where nothing is known, more for a favourite.
     *
     * @param weight decayed interactions with the category
     * @param total decayed interactions with all categories
     * @param categories number of categories, at least 1
     */
    public static double affinity(double weight, double total, int categories) {
        return categories * (weight + 1.0 / categories) / (total + 1);
    }
}
