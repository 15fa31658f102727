package io.makolet.client;

import io.grpc.Status;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import java.util.List;

/** What is to be shown, and where it is from. */
public sealed interface Offers {

    /** Best first. */
    List<Offer> offers();

    /** A node's answer. */
    record Answered(GetOffersResponse response) implements Offers {
        @Override
        public List<Offer> offers() {
            return response.getOffersList();
        }
    }

    /**
     * The caller's own.
     *
     * @param why how the call ended, such as UNAVAILABLE or DEADLINE_EXCEEDED
     */
    record Default(List<Offer> offers, Status why) implements Offers {
        /** Keeps a copy. */
        public Default {
            offers = List.copyOf(offers);
        }
    }
}
