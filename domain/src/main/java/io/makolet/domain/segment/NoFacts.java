package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Somebody of whom nothing is known. */
final class NoFacts implements CustomerFacts {

    static final NoFacts INSTANCE = new NoFacts();

    private NoFacts() {}

    private static final class Nothing<T> implements Store<T> {
        @Override
        public @Nullable T get(long id) {
            return null;
        }

        @Override
        public void put(long id, T value) {
            throw new UnsupportedOperationException("somebody of whom nothing is known");
        }

        @Override
        public void remove(long id) {
            // There is nothing.
        }

        @Override
        public void forEachId(LongConsumer consumer) {
            // There is nothing.
        }
    }

    @Override
    public String customerId() {
        return "";
    }

    @Override
    public Store<Series> series() {
        return new Nothing<>();
    }

    @Override
    public Store<Trace> traces() {
        return new Nothing<>();
    }

    @Override
    public Map<String, ProfileValue> profile() {
        return Map.of();
    }

    @Override
    public Map<String, Boolean> consent() {
        return Map.of();
    }

    @Override
    public StayState stay(int segment) {
        return StayState.NOBODY;
    }

    @Override
    public void keepStay(int segment, StayState stay) {
        throw new UnsupportedOperationException("somebody of whom nothing is known");
    }
}
