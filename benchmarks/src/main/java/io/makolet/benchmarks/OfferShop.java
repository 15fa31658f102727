package io.makolet.benchmarks;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shop with 200 offers for whoever looks at its home page, and many customers, each with scores of their own. */
final class OfferShop {

    /** Offers, all of which everybody may be shown. */
    static final int OFFERS = 200;

    /** How many a page asks for. */
    static final int SHOWN = 5;

    static final String PLACEMENT = "home-hero";
    static final int DIGITS = 9;

    private static final String PREFIX = "c";

    /** Bytes of a customer's id before the digits. */
    static final int PREFIX_BYTES = PREFIX.length();

    private static final int SEGMENTS = 40;
    /** Segments, from the first, that everybody is in; nobody is in the last {@link #EMPTY}. */
    private static final int FULL = 20;

    private static final int EMPTY = 4;
    private static final int TRAITS = 12;
    static final String PURPOSE = "personalization";
    private static final long LEASE_MILLIS = 30L * 24 * 3600 * 1000;

    private OfferShop() {}

    /** Id of a customer. */
    static String customer(int number) {
        return PREFIX + String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    /** Its segments and offers: an offer is for who is in a segment and not in another. */
    static List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            definitions.add(definition(segmentId(segment), segment, new SegmentBody(segment(segment))));
        }
        for (int offer = 0; offer < OFFERS; offer++) {
            definitions.add(definition("offer-" + offer, offer, new OfferBody(offer(offer))));
        }
        return definitions;
    }

    /**
     * What is known of a customer: of every second segment they are in it is known when they will leave.
     *
     * @param applied how many events, which changes scores
     * @param asOf milliseconds UTC
     */
    static CustomerView view(int customer, long applied, long asOf) {
        SplittableRandom random = new SplittableRandom(customer * 31L + applied);
        List<Membership> memberships = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            boolean in = segment < FULL || (segment < SEGMENTS - EMPTY && random.nextBoolean());
            boolean leased = in && segment % 2 == 0;
            memberships.add(new Membership(
                    segment,
                    1,
                    in ? Truth.TRUE : Truth.FALSE,
                    asOf - LEASE_MILLIS,
                    leased ? List.of(new Membership.Flip(asOf + LEASE_MILLIS, Truth.FALSE)) : List.of(),
                    Long.MAX_VALUE,
                    null));
        }
        List<OfferScore> scores = new ArrayList<>(OFFERS);
        for (int offer = 0; offer < OFFERS; offer++) {
            scores.add(new OfferScore(offer, 0.1f + (float) random.nextDouble()));
        }
        Map<String, Double> traits = new TreeMap<>();
        for (int trait = 0; trait < TRAITS; trait++) {
            traits.put("trait-" + trait, random.nextDouble());
        }
        return new CustomerView(
                customer(customer),
                new Version(0, applied, 1, 0),
                asOf,
                "event-" + applied,
                asOf,
                memberships,
                scores,
                Map.of(),
                Map.of(PURPOSE, true, "newsletter", false),
                traits);
    }

    private static SegmentDefinition segment(int segment) {
        Condition.Measure purchases = new Condition.Measure(
                new Condition.AggregateSpec(
                        new Condition.EventMatch(List.of("purchase"), null, null), null, Window.LIFETIME, null),
                Condition.Function.COUNT);
        @Nullable String purpose = segment % 3 == 0 ? PURPOSE : null;
        return new SegmentDefinition(
                purpose, new Condition.Aggregate(purchases, new Comparison(Comparison.Op.GE, 1_000_000L * segment)));
    }

    private static OfferDefinition offer(int offer) {
        String name = "Offer " + offer;
        return new OfferDefinition(
                "category-" + offer % 12,
                new OfferDefinition.Benefit(OfferDefinition.Kind.HARD, "10 % off"),
                2_000_000,
                500_000,
                "EUR",
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Set.of(PLACEMENT),
                Set.of(),
                Set.of(),
                new Condition.All(List.of(
                        new Condition.In(segmentId(offer % FULL)),
                        new Condition.Not(new Condition.In(segmentId(SEGMENTS - EMPTY + offer % EMPTY))))),
                Map.of(
                        "en",
                        new OfferContent(
                                name + " for your home and garden",
                                "Ten percent off everything of the spring collection, until the end of the month",
                                "Show me",
                                "/images/offer-" + offer + ".webp",
                                "/spring?offer=" + offer),
                        "he",
                        new OfferContent(name, "עשרה אחוזים הנחה", "הצג", "/images/he.webp", "/he")));
    }

    private static String segmentId(int segment) {
        return "segment-" + segment;
    }

    private static Definition definition(String id, int index, Definition.Body body) {
        return new Definition(id, 1, index, Definition.Status.LIVE, "bench", id, 0, "", body);
    }
}
