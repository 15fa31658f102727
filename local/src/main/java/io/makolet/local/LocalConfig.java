package io.makolet.local;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a local system is started with.
 *
 * @param home folder in which everything of it lives
 * @param ports where it listens
 * @param clock what "now" is when a customer is asked for
 * @param state where the job keeps its state; fixed when a home is made
 * @param patience how long a start waits for the job, and for serving to have read the log, before it goes on without
 */
public record LocalConfig(Path home, Ports ports, Clock clock, StateBackend state, Duration patience) {

    /** A system on the usual ports, by the time of day, with its state on disk. */
    public static LocalConfig in(Path home) {
        return new LocalConfig(
                home, Ports.from(Ports.USUAL_BASE), Clock.WALL, StateBackend.ROCKSDB, Duration.ofSeconds(90));
    }

    /** The same on other ports. */
    public LocalConfig withPorts(Ports newPorts) {
        return new LocalConfig(home, newPorts, clock, state, patience);
    }

    /** The same with another clock. */
    public LocalConfig withClock(Clock newClock) {
        return new LocalConfig(home, ports, newClock, state, patience);
    }

    /** The same with state kept elsewhere. */
    public LocalConfig withState(StateBackend newState) {
        return new LocalConfig(home, ports, clock, newState, patience);
    }
}
