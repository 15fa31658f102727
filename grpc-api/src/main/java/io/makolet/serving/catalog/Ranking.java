package io.makolet.serving.catalog;

/** The best offers for a customer: those that may be shown, by score, then id. */
final class Ranking {

    private Ranking() {}

    /**
     * Ranks offers. An offer whose score is not positive is never shown.
     *
     * @param candidates offers in order of id
     * @param now instant of the answer, milliseconds UTC
     * @param limit how many at most
     * @param best takes where the best stand among the candidates, best first
     * @param scores takes their scores
     * @return how many there are
     */
    static int best(LiveOffer[] candidates, Standing standing, long now, int limit, int[] best, float[] scores) {
        int count = 0;
        for (int i = 0; i < candidates.length; i++) {
            LiveOffer offer = candidates[i];
            float score = standing.score(offer);
            boolean beaten = count == limit && score <= scores[limit - 1];
            if (score > 0 && !beaten && offer.validAt(now) && offer.admits(standing)) {
                count = Math.min(count + 1, limit);
                insert(i, score, count - 1, best, scores);
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
