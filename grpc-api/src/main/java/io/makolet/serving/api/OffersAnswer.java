package io.makolet.serving.api;

import io.makolet.domain.offer.OfferContent;
import io.makolet.serving.catalog.LiveOffer;
import io.makolet.serving.catalog.Products;
import io.makolet.serving.catalog.Shelf;
import io.makolet.v1.Offer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An offer as callers see it, but for the score. */
final class OffersAnswer {

    /** It has its four bytes only if it isn't 0. */
    private static final float ANY_SCORE = 1;

    private OffersAnswer() {}

    /**
     * @param languages wanted languages, best first
     * @param products where the picture and address come from that the offer's content does not name
     */
    static Shelf.Ready of(LiveOffer offer, List<String> languages, Products products) {
        LiveOffer.Localized localized = offer.content(languages);
        OfferContent content = localized.content();
        Offer shown = Offer.newBuilder()
                .setId(offer.id())
                .setScore(ANY_SCORE)
                .setCategory(offer.category())
                .setBenefit(offer.benefit())
                .setLanguage(localized.language())
                .setTitle(content.title())
                .setText(content.text())
                .setCallToAction(content.callToAction())
                .setImageUrl(orOfProduct(content.imageUrl(), offer, products, Products.Links::imageUrl))
                .setUrl(orOfProduct(content.url(), offer, products, Products.Links::url))
                .setVersion(offer.version())
                .build();
        int id = shown.getIdBytes().size();
        // Fields are written in order of their numbers: the tag, size and text of the id, then the tag of the score.
        return new Shelf.Ready(shown.toByteArray(), 1 + OffersBytes.varintSize(id) + id + 1);
    }

    private static String orOfProduct(
            String own, LiveOffer offer, Products products, Function<Products.Links, @Nullable String> link) {
        if (!own.isEmpty()) {
            return own;
        }
        for (String product : offer.products()) {
            String found = link.apply(products.links(product));
            if (found != null) {
                return found;
            }
        }
        return "";
    }
}
