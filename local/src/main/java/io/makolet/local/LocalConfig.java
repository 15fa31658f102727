package io.makolet.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a local system is started with.
 *
 * @param home folder in which everything of it lives
 * @param ports where it listens
 * @param clock what "now" is when a customer is asked for
 * @param state where the job keeps its state; fixed when a home is made
 * @param parallelism tasks of each stage of the job
 * @param site folder of pages that the HTTP port shows under /site/
 * @param patience how long a start waits for the job, and for serving to have read the log, before it goes on without
 */
public record LocalConfig(
        Path home,
        Ports ports,
        Clock clock,
        StateBackend state,
        int parallelism,
        Optional<Path> site,
        Duration patience) {

    /** Half of the machine: the other half is for the broker, the registry, serving, and who asks and sends. */
    static final int USUAL_PARALLELISM = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** A system on the usual ports, by the time of day, with its state on disk. */
    public static LocalConfig in(Path home) {
        return new LocalConfig(
                home,
                Ports.from(Ports.USUAL_BASE),
                Clock.WALL,
                StateBackend.ROCKSDB,
                USUAL_PARALLELISM,
                Optional.empty(),
                Duration.ofSeconds(90));
    }

    /** The same on other ports. */
    public LocalConfig withPorts(Ports newPorts) {
        return new LocalConfig(home, newPorts, clock, state, parallelism, site, patience);
    }

    /** The same with another clock. */
    public LocalConfig withClock(Clock newClock) {
        return new LocalConfig(home, ports, newClock, state, parallelism, site, patience);
    }

    /** The same with state kept elsewhere. */
    public LocalConfig withState(StateBackend newState) {
        return new LocalConfig(home, ports, clock, newState, parallelism, site, patience);
    }

    /** The same with another number of tasks. */
    public LocalConfig withParallelism(int tasks) {
        return new LocalConfig(home, ports, clock, state, tasks, site, patience);
    }

    /** The same with pages to try it on. */
    public LocalConfig withSite(Path folder) {
        return new LocalConfig(home, ports, clock, state, parallelism, Optional.of(folder), patience);
    }
}
