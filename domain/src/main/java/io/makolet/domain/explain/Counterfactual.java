package io.makolet.domain.explain;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Truth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that would give a membership another value: tried on a copy of the customer's state with the rules in force. No
 * step of it can be left out. Few events come before many, and anything before waiting.
 *
 * @param value the value from then on
 * @param steps what has to happen, one after the other; one or more
 * @param before it is enough if all of it happens before this instant, milliseconds UTC; {@link Long#MAX_VALUE} where no end was found
 */
public record Counterfactual(Truth value, List<Step> steps, long before) {

    /** One thing that has to happen. */
    public sealed interface Step {}

    /**
     * Matching events come.
     *
     * @param times how many, one or more
     * @param fields values with which it was tried: of fields that the predicate asks for or that are aggregated.
     *     {@link Boolean}, {@link Long}, {@link Double}, {@link String} or a list of texts, money in main units
     * @param distinct field whose values have to differ from each other and from those before, or null
     */
    public record Happens(
            EventMatch match,
            int times,
            Map<String, Object> fields,
            @Nullable String distinct) implements Step {}

    /** A profile field gets a value. */
    public record Becomes(String field, ProfileValue value) implements Step {}

    /** Consent for a purpose is given. */
    public record Consents(String purpose) implements Step {}

    /**
     * Time passes, and none of these events comes.
     *
     * @param until instant at which the value changes, milliseconds UTC
     * @param eventTypes types of event that the segment looks at, in order
     */
    public record Passes(long until, List<String> eventTypes) implements Step {}
}
