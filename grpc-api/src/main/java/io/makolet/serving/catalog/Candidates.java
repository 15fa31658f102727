package io.makolet.serving.catalog;

import java.util.List;

/**
 * Offers to choose from, by columns: ranking looks at every score, but at few offers. Immutable.
 */
final class Candidates {

    private final LiveOffer[] offers;
    private final int[] indexes;
    private final float[] priors;

    /** Period in which each of them is valid, milliseconds UTC; empty where there is none. */
    private final long allValidFrom;

    private final long allValidUntil;

    /** @param offers in order of id */
    Candidates(List<LiveOffer> offers) {
        this.offers = offers.toArray(LiveOffer[]::new);
        this.indexes = offers.stream().mapToInt(LiveOffer::index).toArray();
        this.priors = new float[this.offers.length];
        for (int i = 0; i < priors.length; i++) {
            priors[i] = this.offers[i].prior();
        }
        this.allValidFrom =
                offers.stream().mapToLong(LiveOffer::validFrom).max().orElse(Long.MIN_VALUE);
        this.allValidUntil =
                offers.stream().mapToLong(LiveOffer::validUntil).min().orElse(Long.MAX_VALUE);
    }

    /**
     * Ranks them: by score, then id. An offer whose score is not positive is never shown.
     *
     * @param now instant of the answer, milliseconds UTC
     * @param limit how many at most
     * @param best takes where the best stand among them, best first
     * @param scores takes their scores
     * @return how many there are
     */
    int rank(Standing standing, long now, int limit, int[] best, float[] scores) {
        boolean allValid = allValidFrom <= now && now < allValidUntil;
        int count = 0;
        float least = 0;
        for (int i = 0; i < indexes.length; i++) {
            float score = standing.score(indexes[i]);
            if (score <= least) {
                continue;
            }
            if (Float.isNaN(score)) {
                score = priors[i];
            }
            if (score > least && (allValid || offers[i].validAt(now)) && offers[i].admits(standing)) {
                count = Math.min(count + 1, limit);
                insert(i, score, count - 1, best, scores);
                least = count == limit ? scores[limit - 1] : 0;
            }
        }
        return count;
    }

    /** After all that are at least as good: of equals, the one with the smaller id came first. */
    private static void insert(int candidate, float score, int last, int[] best, float[] scores) {
        int at = last;
        while (at > 0 && scores[at - 1] < score) {
            scores[at] = scores[at - 1];
            best[at] = best[at - 1];
            at--;
        }
        scores[at] = score;
        best[at] = candidate;
    }
}
