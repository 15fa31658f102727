package io.makolet.serving.api;

import io.makolet.domain.offer.OfferContent;
import io.makolet.serving.catalog.LiveOffer;
import io.makolet.serving.catalog.Products;
import io.makolet.serving.catalog.Ranking.Ranked;
import io.makolet.v1.Offer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ranked offer as callers see it. */
final class OffersAnswer {

    private OffersAnswer() {}

    /**
     * @param languages wanted languages, best first
     * @param products where the picture and address come from that the offer's content does not name
     */
    static Offer of(Ranked ranked, List<String> languages, Products products) {
        LiveOffer offer = ranked.offer();
        LiveOffer.Localized localized = offer.content(languages);
        OfferContent content = localized.content();
        return Offer.newBuilder()
                .setId(offer.id())
                .setScore(ranked.score())
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
