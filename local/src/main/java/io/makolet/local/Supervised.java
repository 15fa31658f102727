package io.makolet.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part that is started again whenever it dies, until the system stops. */
final class Supervised<P extends Part> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final long RESTART_PATIENCE_SECONDS = 60;

    private final String name;
    private final Callable<P> starter;
    private final Supervisor supervisor;
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
            while (!supervisor.stopsWithin(supervisor.pace().look())) {
                Optional<String> failure = current.failure();
                if (failure.isPresent() && !supervisor.stopsWithin(Duration.ZERO)) {
                    restart(failure.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(String why) throws InterruptedException {
        say("stopped working (" + why + "), starting it again");
        current.close();
        String said = "";
        Duration delay = supervisor.pace().firstDelay();
        while (!supervisor.stopsWithin(delay)) {
            Optional<String> waitingFor = supervisor.obstacle();
            if (waitingFor.isEmpty()) {
                waitingFor = tryStart();
                if (waitingFor.isEmpty()) {
                    say("works again");
                    return;
                }
                delay = supervisor.pace().after(delay);
            }
            if (!said.equals(waitingFor.get())) {
                said = waitingFor.get();
                say("cannot be started yet: " + said);
            }
        }
    }

    private void say(String message) {
        LOG.warn("{} {}", name, message);
        supervisor.progress().notice(name, message);
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
        supervisor.stop();
        try {
            watch.join(TimeUnit.SECONDS.toMillis(RESTART_PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current.close();
    }
}
