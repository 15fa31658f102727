package io.makolet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The whole system in this process and one child: broker, schema registry, job, serving node. */
public final class LocalSystem implements AutoCloseable {

    private final Home home;
    private final Assembly parts;
    private final Endpoints endpoints;
    private final Blueprint.Running running;
    private final BackfillAtStart backfill;

    private LocalSystem(
            Home home, Assembly parts, Endpoints endpoints, Blueprint.Running running, BackfillAtStart backfill) {
        this.home = home;
        this.parts = parts;
        this.endpoints = endpoints;
        this.running = running;
        this.backfill = backfill;
    }

    /**
     * Starts a system; returns when all its parts answer. A job that does not come to run is given up on after
     * {@link LocalConfig#patience}: the system stays up and goes on trying.
     *
     * @throws InvalidInput if the home or the ports cannot be used
     */
    public static LocalSystem start(LocalConfig config, Progress progress) throws Exception {
        Home home = Home.open(config.home(), config.state());
        Assembly parts = new Assembly(new Supervisor(home::shortage, progress, Supervisor.Pace.USUAL));
        try {
            config.ports().check(home.registryMayRun());
            Endpoints endpoints = Endpoints.of(config, Instant.now());
            Blueprint.Running running = new Blueprint(config, home, endpoints, progress).assemble(parts);
            endpoints.write(home.root());
            return new LocalSystem(home, parts, endpoints, running, new BackfillAtStart(home, endpoints, progress));
        } catch (Throwable e) {
            parts.close();
            home.close();
            throw e;
        }
    }

    /** Where its parts answer. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Does every task of the job run, and has serving read the log? */
    public boolean ready() throws Exception {
        return running.ready();
    }

    /** Stops all parts, the last started first, so that nothing is left open. */
    @Override
    public void close() {
        try {
            Endpoints.remove(home.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            backfill.close();
            parts.close();
            home.close();
        }
    }
}
