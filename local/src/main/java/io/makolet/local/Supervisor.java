package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Starts parts and keeps them running.
 *
 * @param obstacle what stands in the way of a restart just now, such as a full disk
 * @param progress hears when a part dies and when it works again
 */
record Supervisor(Supplier<Optional<String>> obstacle, Progress progress, Pace pace) {

    /** How often a part is looked at, and how long its restart is put off at first and at most. */
    record Pace(Duration look, Duration firstDelay, Duration longestDelay) {

        static final Pace USUAL = new Pace(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(15));

        /** The delay that follows one that was not enough. */
        Duration after(Duration delay) {
            Duration twice = delay.multipliedBy(2);
            return twice.compareTo(longestDelay) < 0 ? twice : longestDelay;
        }
    }

    /** Starts a part and watches over it; {@code starter} returns when the part works. */
    <P extends Part> Supervised<P> start(String name, Callable<P> starter) throws Exception {
        return new Supervised<>(name, starter.call(), starter, this);
    }
}
