package io.makolet.domain.explain;

import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Membership;
import org.jspecify.annotations.Nullable;

/**
 * Why a customer is in a segment or not at one instant.
 *
 * @param known is anything known of the customer?
 * @param asOf the instant, milliseconds UTC
 * @param zone the customer's time zone, as {@link java.time.ZoneId} names it
 * @param segment what is found of the segment
 * @param change what would change the membership; null where nothing was found that does
 */
public record Explanation(
        String customerId,
        boolean known,
        long asOf,
        String zone,
        Finding.Segment segment,
        @Nullable Counterfactual change) {

    /** What time alone does next; null for nothing, or nothing that is known yet. */
    public Membership.@Nullable Flip next() {
        return segment.next();
    }
}
