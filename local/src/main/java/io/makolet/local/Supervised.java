package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part that is started again whenever it dies, until it is closed. */
final class Supervised<P extends Part> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

    private final String name;
    private final Callable<P> starter;
    private final Supervisor supervisor;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watch;
    private volatile P current;

    Supervised(String name, P first, Callable<P> starter, Supervisor supervisor) {
        this.name = name;
        this.current = first;
        this.starter = starter;
        this.supervisor = supervisor;
        this.watch = new Thread(this::watch, "watch-" + name);
        this.watch.setDaemon(true);
        this.watch.start();
    }

    /** The part as it runs now. */
    P current() {
        return current;
    }

    private void watch() {
        try {
            while (!closing.await(supervisor.pace().look().toMillis(), TimeUnit.MILLISECONDS)) {
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
        supervisor.progress().notice(name, "stopped working (" + why + "), starting it again");
        LOG.error("{} stopped working: {}", name, why);
        current.close();
        String said = "";
        Duration delay = supervisor.pace().firstDelay();
        while (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<String> waitingFor = supervisor.obstacle().get();
            if (waitingFor.isEmpty()) {
                waitingFor = tryStart();
                if (waitingFor.isEmpty()) {
                    supervisor.progress().notice(name, "works again");
                    return;
                }
                delay = supervisor.pace().after(delay);
            }
            if (!said.equals(waitingFor.get())) {
                said = waitingFor.get();
                supervisor.progress().notice(name, "cannot be started yet: " + said);
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
