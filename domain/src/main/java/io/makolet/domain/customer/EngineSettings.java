package io.makolet.domain.customer;

import java.time.Duration;

/**
 * Bounds of the engine.
 *
 * @param deduplication how long an event's id is remembered, by the customer's own clock
 */
public record EngineSettings(Duration deduplication) {

    /** Seven days of de-duplication. */
    public static final EngineSettings DEFAULT = new EngineSettings(Duration.ofDays(7));

    public EngineSettings {
        if (deduplication.isNegative() || deduplication.isZero()) {
            throw new IllegalArgumentException("de-duplication of " + deduplication + ", expected a positive duration");
        }
    }
}
