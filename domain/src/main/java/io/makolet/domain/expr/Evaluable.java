package io.makolet.domain.expr;

import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled expression. */
@FunctionalInterface
public interface Evaluable {

    /**
     * The value for an event and a profile, or null where it is unknown.
     *
     * @param event the event, or null where the expression is about the profile only
     */
    @Nullable
    Object evaluate(@Nullable Event event, Map<String, ProfileValue> profile);
}
