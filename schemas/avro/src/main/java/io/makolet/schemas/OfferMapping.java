package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.Money;
import io.makolet.avro.OfferBody;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Offers between the wire and the domain. */
final class OfferMapping {

    private OfferMapping() {}

    static OfferDefinition toDomain(OfferBody body) throws PoisonException {
        String currency = EventMapping.currency(body.getMargin(), "margin");
        if (!body.getBenefitCost().getCurrency().equals(currency)) {
            throw invalid("benefit_cost in currency '" + body.getBenefitCost().getCurrency() + "', expected " + currency
                    + " as the margin");
        }
        Instant from = body.getValidFrom();
        Instant until = body.getValidUntil();
        return new OfferDefinition(
                body.getCategory(),
                new OfferDefinition.Benefit(kind(body.getBenefitKind()), body.getBenefit()),
                body.getMargin().getMicros(),
                body.getBenefitCost().getMicros(),
                currency,
                from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                until == null ? Long.MAX_VALUE : until.toEpochMilli(),
                new HashSet<>(body.getPlacements()),
                new HashSet<>(body.getChannels()),
                new HashSet<>(body.getProducts()),
                body.getEligible() == null ? null : ConditionMapping.toDomain(body.getEligible()),
                contents(body));
    }

    static OfferBody toAvro(OfferDefinition offer) {
        return OfferBody.newBuilder()
                .setCategory(offer.category())
                .setBenefitKind(offer.benefit().kind().name().toLowerCase(Locale.ROOT))
                .setBenefit(offer.benefit().description())
                .setMargin(new Money(offer.marginMicros(), offer.currency()))
                .setBenefitCost(new Money(offer.benefitCostMicros(), offer.currency()))
                .setValidFrom(instantUnless(Long.MIN_VALUE, offer.validFrom()))
                .setValidUntil(instantUnless(Long.MAX_VALUE, offer.validUntil()))
                .setPlacements(sorted(offer.placements()))
                .setChannels(sorted(offer.channels()))
                .setProducts(sorted(offer.products()))
                .setEligible(offer.eligible() == null ? null : ConditionMapping.toAvro(offer.eligible()))
                .setContents(contents(offer))
                .build();
    }

    private static Map<String, OfferContent> contents(OfferBody body) {
        Map<String, OfferContent> contents = new TreeMap<>();
        body.getContents()
                .forEach((language, c) -> contents.put(
                        language,
                        new OfferContent(c.getTitle(), c.getText(), c.getCallToAction(), c.getImageUrl(), c.getUrl())));
        return contents;
    }

    private static Map<String, io.makolet.avro.OfferContent> contents(OfferDefinition offer) {
        Map<String, io.makolet.avro.OfferContent> contents = new TreeMap<>();
        offer.contents()
                .forEach((language, c) -> contents.put(
                        language,
                        new io.makolet.avro.OfferContent(
                                c.title(), c.text(), c.callToAction(), c.imageUrl(), c.url())));
        return contents;
    }

    private static OfferDefinition.Kind kind(String kind) throws PoisonException {
        return switch (kind) {
            case "none" -> OfferDefinition.Kind.NONE;
            case "hard" -> OfferDefinition.Kind.HARD;
            case "soft" -> OfferDefinition.Kind.SOFT;
            case "surprise" -> OfferDefinition.Kind.SURPRISE;
            default -> throw unsupported("benefit_kind '" + kind + "', expected none, hard, soft or surprise");
        };
    }

    private static List<String> sorted(Set<String> texts) {
        return texts.stream().sorted().toList();
    }

    private static @Nullable Instant instantUnless(long none, long millis) {
        return millis == none ? null : Instant.ofEpochMilli(millis);
    }
}
