package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment's lease for one customer: its value at the instant it was computed for, and the changes that time alone
 * will bring.
 *
 * @param segment index of the segment's definition
 * @param definitionVersion version of the definition it was computed by
 * @param value truth at that instant
 * @param since instant from which the value holds, milliseconds UTC
 * @param flips coming changes with no further event, in order of time
 * @param validUntil the flips are complete before this instant; {@link Long#MAX_VALUE} is forever
 * @param reason why the value is unknown; null where it is known
 */
public record Membership(
        int segment,
        int definitionVersion,
        Truth value,
        long since,
        List<Flip> flips,
        long validUntil,
        @Nullable String reason) {

    /** From {@code at} on (milliseconds UTC), the membership has this value. */
    public record Flip(long at, Truth value) {}

    /** Does time alone change it, or end what is known of it? */
    public boolean ends() {
        return !flips.isEmpty() || validUntil != Long.MAX_VALUE;
    }

    /** Truth at an instant not before the one the lease was computed for. */
    public Truth at(long now) {
        Truth result = value;
        for (int i = 0; i < flips.size() && flips.get(i).at() <= now; i++) {
            result = flips.get(i).value();
        }
        return result;
    }
}
