package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What conditions may ask about a customer. */
public interface CustomerFacts {

    /** The series kept under an aggregate's id, or null where no event has matched yet. */
    @Nullable
    Series series(long aggregateId);

    /** Profile fields that are known. */
    Map<String, ProfileValue> profile();

    /** Consent by purpose; what is missing was never given. */
    Map<String, Boolean> consent();
}
