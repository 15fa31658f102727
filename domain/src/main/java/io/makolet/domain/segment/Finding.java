package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is found of one condition for one customer at one instant.
 *
 * @param condition what is asked, with what is required
 * @param value its truth
 * @param next what time alone will change it to, with no further event, and when; null for never or not known yet
 * @param unknown why the truth is unknown; null where it is known
 * @param observed what is compared: a number of the field's main units, or an age in milliseconds; rounded to
 *     {@link #DIGITS} digits; null where there is none or nothing is compared
 * @param fields values of the profile fields that are asked for, those that are known
 * @param evidence the events that decide, in order of time
 * @param parts what is found of the conditions it is made of, in their order
 * @param segment of {@code in}: what is found of the other segment; else null
 */
public record Finding(
        Condition condition,
        Truth value,
        Membership.@Nullable Flip next,
        @Nullable Unknown unknown,
        @Nullable BigDecimal observed,
        Map<String, ProfileValue> fields,
        List<Evidence> evidence,
        List<Finding> parts,
        @Nullable Segment segment) {

    /** Significant digits of what is observed. */
    public static final int DIGITS = 18;

    /** Why a truth is unknown. */
    public enum Why {
        /** Consent for the purpose {@code about} was not given. */
        NO_CONSENT,
        /** The profile field {@code about} is not known. */
        NO_FIELD,
        /** The profile's values do not fit the expression. */
        MISFIT,
        /** There is no event of which there could be a value. */
        NO_EVENT,
        /** A ratio's divisor is 0. */
        ZERO_DIVISOR,
        /** The past of what it looks at is still being read in. */
        WARMING,
        /** Something else: {@code about} says it in English. */
        OTHER
    }

    /** Why a truth is unknown, and what that is about; empty for nothing. */
    public record Unknown(Why why, String about) {}

    /** What an event is to a condition. */
    public enum Role {
        /** Earliest of the events that count. */
        OLDEST,
        /** Latest of the events that count. */
        LATEST,
        /** The event whose age is asked for. */
        AGED,
        /** The last event after which the others are counted. */
        CUT,
        /** First event of the chain that has come furthest and can still be completed. */
        BEGUN,
        /** Last event of the chain, complete and not closed, that was completed first. */
        COMPLETED,
        /** The same of the one that was completed last. */
        LAST_COMPLETED
    }

    /**
     * An event that decides.
     *
     * @param at its time, milliseconds UTC
     * @param steps of a sequence: how many of its steps the chain has; else 0
     */
    public record Evidence(Role role, long at, int steps) {}

    /**
     * What is found of a segment.
     *
     * @param purpose consent purpose without which it is unknown, or null
     * @param next as of {@link Finding}
     * @param validUntil what is said of its future is complete before this instant; {@link Long#MAX_VALUE} is forever
     * @param held why membership is another than the condition, or for how long it can't be; null where nothing is so
     * @param when what is found of its condition, consent or not
     */
    public record Segment(
            String id,
            int version,
            @Nullable String purpose,
            Truth value,
            Membership.@Nullable Flip next,
            long validUntil,
            @Nullable Unknown unknown,
            @Nullable Held held,
            Finding when) {}

    /** What a stay makes of a membership. */
    public enum Hold {
        /** Out: the condition is true, but not for long enough yet. */
        WAITING,
        /** Out: the condition is true, but it is not long enough since the last membership. */
        COOLING,
        /** Out: the condition has been true all the time since the membership expired. */
        EXPIRED,
        /** In, though the condition is false. */
        STAYING,
        /** In, and that expires. */
        EXPIRING
    }

    /**
     * What a stay makes of a membership, should the condition not change.
     *
     * @param until when that ends, milliseconds UTC; {@link Long#MAX_VALUE} for not before the condition changes
     */
    public record Held(Hold hold, long until) {}
}
