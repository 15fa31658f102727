package io.makolet.serving.catalog;

import java.util.List;
import java.util.function.Function;

/** What may be shown to all who ask alike: offers, and each as it is sent to them. Immutable. */
public final class Shelf {

    /** An offer as it is sent: a message whose score is filled in, four bytes at a place. */
    public static final class Ready {

        private final byte[] bytes;
        private final int scoreAt;

        /** A message that is not changed any more. */
        public Ready(byte[] bytes, int scoreAt) {
            this.bytes = bytes;
            this.scoreAt = scoreAt;
        }

        /** The message; not to be changed. */
        public byte[] bytes() {
            return bytes;
        }

        /** Where the score begins. */
        public int scoreAt() {
            return scoreAt;
        }
    }

    private final Candidates offers;
    private final Ready[] ready;
    private final int limit;

    /**
     * @param offers in order of id
     * @param limit how many are shown at most, positive
     */
    Shelf(List<LiveOffer> offers, int limit, Function<LiveOffer, Ready> write) {
        this.offers = new Candidates(offers);
        this.ready = offers.stream().map(write).toArray(Ready[]::new);
        this.limit = limit;
    }

    /** How many are shown at most. */
    public int limit() {
        return limit;
    }

    /**
     * Ranks the offers for somebody; a score that is not positive is never shown.
     *
     * @param now instant of the answer, milliseconds UTC
     * @param best takes which are best, best first; at least {@link #limit} long
     * @param scores takes their scores; as long
     * @return how many there are
     */
    public int rank(Standing standing, long now, int[] best, float[] scores) {
        return offers.rank(standing, now, limit, best, scores);
    }

    /** One of the offers that {@link #rank} named. */
    public Ready ready(int offer) {
        return ready[offer];
    }
}
