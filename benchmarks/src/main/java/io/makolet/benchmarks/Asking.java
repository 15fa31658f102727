package io.makolet.benchmarks;

import io.makolet.v1.GetOffersRequest;
import java.util.SplittableRandom;

/** What is asked for, again and again: the offers of somebody else each time. Not thread-safe. */
final class Asking {

    private final byte[] message;
    private final int idAt;
    private final int customers;
    private final int apart;
    private final SplittableRandom random;

    /**
     * @param asked of how many customers
     * @param customers of the shop, over which those are spread
     */
    Asking(int asked, int customers, long seed) {
        this.customers = asked;
        this.apart = customers / asked;
        this.random = new SplittableRandom(seed);
        this.message = request(0).toByteArray();
        // The id is the first field: its number and length are a byte each.
        this.idAt = 2 + OfferShop.PREFIX_BYTES;
    }

    /** A page's question for a customer's offers. */
    static GetOffersRequest request(int customer) {
        return GetOffersRequest.newBuilder()
                .setCustomerId(OfferShop.customer(customer))
                .setPlacement(OfferShop.PLACEMENT)
                .setChannel("web")
                .setLimit(OfferShop.SHOWN)
                .addLanguages("en")
                .build();
    }

    /** Size of each message. */
    int bytes() {
        return message.length;
    }

    /** The next message, good until the one after. */
    byte[] next() {
        int rest = random.nextInt(customers) * apart;
        for (int at = idAt + OfferShop.DIGITS - 1; at >= idAt; at--) {
            message[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return message;
    }
}
