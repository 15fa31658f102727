package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import org.jspecify.annotations.Nullable;

/** Why the value of a profile field says nothing. */
final class Missing {

    private Missing() {}

    /** That the field has no value, or one of another type than expected; null where it has one of it. */
    static @Nullable String reason(String field, Class<? extends ProfileValue> type, String word, Outlook outlook) {
        ProfileValue value = outlook.facts().profile().get(field);
        if (value == null) {
            return "p." + field + " is not known";
        }
        return type.isInstance(value) ? null : "p." + field + " is no " + word;
    }
}
