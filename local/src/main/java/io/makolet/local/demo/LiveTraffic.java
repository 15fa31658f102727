package io.makolet.local.demo;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.EventLog;
import io.makolet.local.replay.WallClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Sends traffic at the pace of the wall, and moves the log's clock along. */
final class LiveTraffic {

    private static final long HEARTBEAT_NANOS = Duration.ofMillis(100).toNanos();

    /** Is told about an event just before it is sent. */
    interface Watcher {
        void sending(Event event, long dueNanos);
    }

    private final Traffic traffic;
    private final EventLog log;
    private final WallClock clock;
    private final long startMillis;
    private final boolean heartbeats;

    /**
     * @param startMillis event time at which the traffic begins
     * @param heartbeats true under the log's clock
     */
    LiveTraffic(Traffic traffic, EventLog log, WallClock clock, long startMillis, boolean heartbeats) {
        this.traffic = traffic;
        this.log = log;
        this.clock = clock;
        this.startMillis = startMillis;
        this.heartbeats = heartbeats;
    }

    /** Sends until it is told to end; returns how many events were sent. */
    long run(BooleanSupplier end, Watcher watcher) {
        long start = clock.nanos();
        long lastBeat = start;
        long sent = 0;
        Event event = traffic.next();
        while (!end.getAsBoolean()) {
            long due = start + Duration.ofMillis(event.time() - startMillis).toNanos();
            long now = clock.nanos();
            if (due <= now) {
                watcher.sending(event, due);
                log.send(event);
                sent++;
                event = traffic.next();
            } else {
                clock.waitUntil(Math.min(due, lastBeat + HEARTBEAT_NANOS));
            }
            if (clock.nanos() - lastBeat >= HEARTBEAT_NANOS) {
                lastBeat = clock.nanos();
                heartbeat(start, event, true);
            }
        }
        log.flush();
        heartbeat(start, event, false);
        log.flush();
        return sent;
    }

    private void heartbeat(long start, Event next, boolean more) {
        if (heartbeats) {
            long passed = Duration.ofNanos(clock.nanos() - start).toMillis();
            log.heartbeat(Math.min(startMillis + passed, next.time() - 1), more);
        }
    }
}
