package io.makolet.benchmarks;

import com.google.protobuf.Timestamp;
import io.makolet.benchmarks.RedisViews.Known;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.segment.Condition;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** The offers of {@link OfferShop}, ranked by a loop over columns: each for who is in one segment and not in another. */
final class RankedOffers {

    private static final String LANGUAGE = "en";

    private final boolean[] needsConsent;
    private final int[] in;
    private final int[] notIn;
    private final Offer[] ready;

    RankedOffers(List<Definition> definitions) {
        Map<String, Integer> segments = new HashMap<>();
        definitions.stream().filter(d -> d.body() instanceof SegmentBody).forEach(d -> segments.put(d.id(), d.index()));
        List<Definition> offers =
                definitions.stream().filter(d -> d.body() instanceof OfferBody).toList();
        needsConsent = new boolean[segments.size()];
        for (Definition definition : definitions) {
            if (definition.body() instanceof SegmentBody body) {
                needsConsent[definition.index()] = body.segment().purpose() != null;
            }
        }
        in = new int[offers.size()];
        notIn = new int[offers.size()];
        ready = new Offer[offers.size()];
        for (Definition definition : offers) {
            OfferDefinition offer = ((OfferBody) definition.body()).offer();
            List<Condition> both = ((Condition.All) Objects.requireNonNull(offer.eligible())).parts();
            in[definition.index()] = index(segments, both.get(0));
            notIn[definition.index()] = index(segments, ((Condition.Not) both.get(1)).part());
            ready[definition.index()] = ready(definition, offer);
        }
    }

    private static int index(Map<String, Integer> segments, Condition in) {
        return Objects.requireNonNull(segments.get(((Condition.In) in).segmentId()));
    }

    private static Offer ready(Definition definition, OfferDefinition offer) {
        OfferContent content = Objects.requireNonNull(offer.contents().get(LANGUAGE));
        return Offer.newBuilder()
                .setId(definition.id())
                .setCategory(offer.category())
                .setBenefit(offer.benefit().description())
                .setLanguage(LANGUAGE)
                .setTitle(content.title())
                .setText(content.text())
                .setCallToAction(content.callToAction())
                .setImageUrl(content.imageUrl())
                .setUrl(content.url())
                .setVersion(definition.version())
                .build();
    }

    Known newKnown() {
        return new Known(needsConsent.length, ready.length);
    }

    /** An answer without offers yet. */
    static GetOffersResponse.Builder answer(String customer) {
        long now = System.currentTimeMillis();
        return GetOffersResponse.newBuilder()
                .setCustomerId(customer)
                .setDecisionId(Long.toHexString(ThreadLocalRandom.current().nextLong()) + Long.toHexString(now))
                .setAsOf(Timestamp.newBuilder().setSeconds(now / 1000).setNanos((int) (now % 1000) * 1_000_000));
    }

    /** Adds the best of what the customer may be shown, best first. */
    void rank(Known customer, long now, int limit, GetOffersResponse.Builder answer) {
        int[] best = new int[limit];
        float[] scores = new float[limit];
        Arrays.fill(best, -1);
        for (int offer = 0; offer < ready.length; offer++) {
            float score = customer.scores[offer];
            if (score <= scores[limit - 1] || !isIn(customer, in[offer], now) || isIn(customer, notIn[offer], now)) {
                continue;
            }
            int place = limit - 1;
            while (place > 0 && scores[place - 1] < score) {
                scores[place] = scores[place - 1];
                best[place] = best[place - 1];
                place--;
            }
            scores[place] = score;
            best[place] = offer;
        }
        for (int place = 0; place < limit && best[place] >= 0; place++) {
            answer.addOffers(ready[best[place]].toBuilder().setScore(scores[place]));
        }
    }

    private boolean isIn(Known customer, int segment, long now) {
        return now < customer.until[segment] && (customer.consent || !needsConsent[segment]);
    }
}
