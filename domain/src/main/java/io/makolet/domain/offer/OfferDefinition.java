package io.makolet.domain.offer;

import io.makolet.domain.segment.Condition;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something we can offer a customer.
 *
 * @param marginMicros expected contribution margin of an acceptance before the benefit's cost, millionths
 * @param benefitCostMicros what the benefit costs us when taken, millionths
 * @param currency ISO 4217 code of both
 * @param validFrom first instant at which it may be shown, milliseconds UTC; {@link Long#MIN_VALUE} is always
 * @param validUntil first instant at which it may no longer be shown, milliseconds UTC; {@link Long#MAX_VALUE} is never
 * @param placements where it may be shown; empty is everywhere
 * @param channels channels it may go through; empty is all
 * @param eligible who may see it: a condition of {@code all}, {@code any}, {@code not} and {@code in} only; null is
 *     everybody
 * @param contents content by BCP 47 language tag, at least one
 */
public record OfferDefinition(
        String category,
        Benefit benefit,
        long marginMicros,
        long benefitCostMicros,
        String currency,
        long validFrom,
        long validUntil,
        Set<String> placements,
        Set<String> channels,
        Set<String> products,
        @Nullable Condition eligible,
        Map<String, OfferContent> contents) {

    /** What the customer gets. */
    public record Benefit(Kind kind, String description) {}

    /** How a benefit works on people. */
    public enum Kind {
        /** No benefit: a plain recommendation. */
        NONE,
        /** Discount, credit, gift. */
        HARD,
        /** Priority, a treat. */
        SOFT,
        /** Something unexpected. */
        SURPRISE
    }

    public OfferDefinition {
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("offer without content, expected content in at least one language");
        }
        placements = Set.copyOf(placements);
        channels = Set.copyOf(channels);
        products = Set.copyOf(products);
        contents = Map.copyOf(contents);
    }

    /** Margin of an acceptance after the benefit's cost, in main units of the currency. */
    public double netMargin() {
        return (marginMicros - benefitCostMicros) / 1e6;
    }
}
