package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.util.Map;

/** Somebody of whom nothing is known. */
final class NoFacts implements CustomerFacts {

    static final NoFacts INSTANCE = new NoFacts();

    private NoFacts() {}

    @Override
    public Map<Long, Series> series() {
        return Map.of();
    }

    @Override
    public Map<Long, Trace> traces() {
        return Map.of();
    }

    @Override
    public Map<String, ProfileValue> profile() {
        return Map.of();
    }

    @Override
    public Map<String, Boolean> consent() {
        return Map.of();
    }
}
