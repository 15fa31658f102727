package io.makolet.serving.catalog;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferScorer;
import io.makolet.domain.segment.Truth;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A live offer. */
public final class LiveOffer {

    /** Content in the language of a BCP 47 tag. */
    public record Localized(String language, OfferContent content) {}

    private final Definition definition;
    private final OfferDefinition offer;
    private final Eligibility eligibility;
    private final float prior;
    private final long validFrom;
    private final long validUntil;
    private final int index;
    private final Languages<OfferContent> contents;
    private final List<String> products;

    LiveOffer(Definition definition, OfferDefinition offer, Map<String, LiveSegment> segments) {
        this.definition = definition;
        this.offer = offer;
        this.eligibility = Eligibility.of(offer.eligible(), segments);
        this.prior = OfferScorer.prior(offer);
        this.validFrom = offer.validFrom();
        this.validUntil = offer.validUntil();
        this.index = definition.index();
        this.contents = new Languages<>(offer.contents());
        this.products = offer.products().stream().sorted().toList();
    }

    /** Id of the offer. */
    public String id() {
        return definition.id();
    }

    /** Position of the offer in views. */
    public int index() {
        return index;
    }

    /** Version of the definition. */
    public int version() {
        return definition.version();
    }

    /** Category, as in events and products. */
    public String category() {
        return offer.category();
    }

    /** What the customer gets, in short. */
    public String benefit() {
        return offer.benefit().description();
    }

    /** Products it is about, in order of id. */
    public List<String> products() {
        return products;
    }

    /** Score for somebody of whom nothing is known. */
    public float prior() {
        return prior;
    }

    /** Content in the first wanted language there is, else in English, else in any. */
    public Localized content(List<String> wanted) {
        Map.Entry<String, OfferContent> best = contents.best(wanted);
        return new Localized(best.getKey(), best.getValue());
    }

    /** Where it may be shown; empty is everywhere. */
    Set<String> placements() {
        return offer.placements();
    }

    boolean showsAt(String placement) {
        return offer.placements().isEmpty() || offer.placements().contains(placement);
    }

    /** May it go through a channel? Empty is any channel. */
    boolean goesThrough(String channel) {
        return channel.isEmpty()
                || offer.channels().isEmpty()
                || offer.channels().contains(channel);
    }

    /** When it begins to be valid, milliseconds UTC. */
    long validFrom() {
        return validFrom;
    }

    /** When it ends to be valid, milliseconds UTC, exclusive. */
    long validUntil() {
        return validUntil;
    }

    /** Is it valid at an instant, milliseconds UTC? */
    boolean validAt(long now) {
        return validFrom <= now && now < validUntil;
    }

    /** When it begins or ends to be valid next, milliseconds UTC; {@link Long#MAX_VALUE} is never. */
    public long validityChangesAfter(long now) {
        return now < validFrom ? validFrom : now < validUntil ? validUntil : Long.MAX_VALUE;
    }

    boolean admits(Standing standing) {
        return eligibility.test(standing) == Truth.TRUE;
    }

    @Override
    public String toString() {
        return id();
    }
}
