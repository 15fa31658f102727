package io.makolet.serving.catalog;

import java.util.ArrayList;
import java.util.List;

/** The best offers for a customer: those that may be shown, by score, then id. */
public final class Ranking {

    /** An offer and its score for the customer. */
    public record Ranked(LiveOffer offer, float score) {}

    private Ranking() {}

    /**
     * Ranks offers. An offer whose score is not positive is never shown.
     *
     * @param candidates offers in order of id
     * @param channel channel it goes through; empty is any
     * @param now instant of the answer, milliseconds UTC
     * @param limit how many at most
     */
    public static List<Ranked> best(
            List<LiveOffer> candidates, Standing standing, String channel, long now, int limit) {
        List<Ranked> best = new ArrayList<>(limit + 1);
        for (int i = 0; i < candidates.size(); i++) {
            LiveOffer offer = candidates.get(i);
            float score = standing.score(offer);
            boolean beaten =
                    best.size() == limit && score <= best.get(limit - 1).score();
            if (score > 0 && !beaten && offer.open(now, channel) && offer.admits(standing)) {
                insert(best, new Ranked(offer, score));
                if (best.size() > limit) {
                    best.remove(limit);
                }
            }
        }
        return best;
    }

    /** After all that are at least as good: of equals, the one with the smaller id came first. */
    private static void insert(List<Ranked> best, Ranked ranked) {
        int at = best.size();
        while (at > 0 && best.get(at - 1).score() < ranked.score()) {
            at--;
        }
        best.add(at, ranked);
    }
}
