package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part that is started again whenever it dies, until it is closed. */
final class Supervised<P extends Part> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

    /** How often a part is looked at, and how long its restart is put off at first and at most. */
    record Pace(Duration look, Duration firstDelay, Duration longestDelay) {
        static final Pace USUAL = new Pace(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    private final String name;
    private final Callable<P> starter;
    private final Supplier<Optional<String>> obstacle;
    private final Progress progress;
    private final Pace pace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watch;
    private volatile P current;

    private Supervised(
            String name,
            P first,
            Callable<P> starter,
            Supplier<Optional<String>> obstacle,
            Progress progress,
            Pace pace) {
        this.name = name;
        this.current = first;
        this.starter = starter;
        this.obstacle = obstacle;
        this.progress = progress;
        this.pace = pace;
        this.watch = new Thread(this::watch, "watch-" + name);
        this.watch.setDaemon(true);
    }

    /**
     * Starts a part and watches over it.
     *
     * @param starter starts the part; returns when it works
     * @param obstacle what stands in the way of a restart just now, such as a full disk
     */
    static <P extends Part> Supervised<P> start(
            String name, Callable<P> starter, Supplier<Optional<String>> obstacle, Progress progress, Pace pace)
            throws Exception {
        Supervised<P> supervised = new Supervised<>(name, starter.call(), starter, obstacle, progress, pace);
        supervised.watch.start();
        return supervised;
    }

    /** The part as it runs now. */
    P current() {
        return current;
    }

    private void watch() {
        try {
            while (!closing.await(pace.look().toMillis(), TimeUnit.MILLISECONDS)) {
                Optional<String> failure = current.failure();
                if (failure.isPresent()) {
                    restart(failure.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(String why) throws InterruptedException {
        progress.notice(name, "stopped working (" + why + "), starting it again");
        LOG.error("{} stopped working: {}", name, why);
        current.close();
        String said = "";
        Duration delay = pace.firstDelay();
        while (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<String> waitingFor = obstacle.get();
            if (waitingFor.isEmpty()) {
                waitingFor = tryStart();
                if (waitingFor.isEmpty()) {
                    progress.notice(name, "works again");
                    return;
                }
                delay = delay.multipliedBy(2).compareTo(pace.longestDelay()) < 0
                        ? delay.multipliedBy(2)
                        : pace.longestDelay();
            }
            if (!said.equals(waitingFor.get())) {
                said = waitingFor.get();
                progress.notice(name, "cannot be started yet: " + said);
            }
        }
    }

    private Optional<String> tryStart() throws InterruptedException {
        try {
            current = starter.call();
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            LOG.error("{} cannot be started", name, e);
            return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            watch.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current.close();
    }
}
