package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts parts and keeps them running until the system stops. */
final class Supervisor {

    /** How often a part is looked at, and how long its restart is put off at first and at most. */
    record Pace(Duration look, Duration firstDelay, Duration longestDelay) {

        static final Pace USUAL = new Pace(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(15));

        /** The delay that follows one that was not enough. */
        Duration after(Duration delay) {
            Duration twice = delay.multipliedBy(2);
            return twice.compareTo(longestDelay) < 0 ? twice : longestDelay;
        }
    }

    private final Supplier<Optional<String>> obstacle;
    private final Progress progress;
    private final Pace pace;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param obstacle what stands in the way of a restart just now, such as a full disk
     * @param progress hears when a part dies and when it works again
     */
    Supervisor(Supplier<Optional<String>> obstacle, Progress progress, Pace pace) {
        this.obstacle = obstacle;
        this.progress = progress;
        this.pace = pace;
    }

    /** Starts a part and watches over it; {@code starter} returns when the part works. */
    <P extends Part> Supervised<P> start(String name, Callable<P> starter) throws Exception {
        return new Supervised<>(name, starter.call(), starter, this);
    }

    /** Nothing is started again from now on. */
    void stop() {
        stopping.countDown();
    }

    /** Waits; true if the system stops meanwhile. */
    boolean stopsWithin(Duration time) throws InterruptedException {
        return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    Optional<String> obstacle() {
        return obstacle.get();
    }

    Progress progress() {
        return progress;
    }

    Pace pace() {
        return pace;
    }
}
