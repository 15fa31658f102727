package io.makolet.local.replay;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.time.Duration;

/**
 * Sends a file's events to the log in order of event time.
 *
 * <p>Once a second all that was sent is flushed, said to be complete by a heartbeat, and handed to the checkpoint. What
 * lies beyond the last checkpoint after a crash is found in the log by its event ids, and not sent again. All heartbeats
 * but the last say that more will come: those who read the log don't take what was cut off for its end.
 */
public final class Replay {

    private static final long CHECKPOINT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long HEARTBEAT_NANOS = Duration.ofMillis(100).toNanos();

    /**
     * What to send, and how.
     *
     * @param speed times real time; positive infinity is as fast as can be
     * @param fromMillis events up to and including this instant are passed over
     * @param known events that are in the log already though they may be later than that
     * @param untilMillis events after this instant are not sent
     * @param heartbeats say how far the log is complete: true under the log's clock
     * @param duplicates share of events sent twice
     * @param shuffle longest time by which events come late
     */
    public record Plan(
            double speed,
            long fromMillis,
            Appended known,
            long untilMillis,
            boolean heartbeats,
            double duplicates,
            Duration shuffle,
            long seed) {

        /** Everything after an instant up to another, as fast as can be, in order. */
        public static Plan of(long fromMillis, long untilMillis, boolean heartbeats) {
            return new Plan(
                    Double.POSITIVE_INFINITY,
                    fromMillis,
                    Appended.NOTHING,
                    untilMillis,
                    heartbeats,
                    0,
                    Duration.ZERO,
                    0);
        }
    }

    /**
     * What was done.
     *
     * @param sent events sent, duplicates too
     * @param passedOver events that were in the log already, or lie before the plan's beginning
     * @param reachedMillis the log is complete through this instant of event time
     */
    public record Outcome(long sent, long passedOver, long reachedMillis, double seconds) {}

    /** Takes note of what is safe in the log. */
    public interface Checkpoint {
        /**
         * Everything up to an instant was sent and is in the log.
         *
         * @param latestMillis nothing that was sent is later; may lie behind the instant
         */
        void reached(long throughMillis, long latestMillis);
    }

    /** Is told about every event before it is sent, and how many there were. */
    public interface Watcher {
        void sending(Event event, long sent);
    }

    private final EventFile file;
    private final Plan plan;
    private final EventLog log;
    private final WallClock clock;
    private final Checkpoint checkpoint;
    private final Watcher watcher;
    private final long startNanos;
    private long firstMillis = Long.MIN_VALUE;
    private long sent;
    private long passedOver;
    private long completeThrough = Long.MIN_VALUE;
    private long latest;
    private long checkpointMillis = Long.MIN_VALUE;
    private long checkpointNanos;

    public Replay(EventFile file, Plan plan, EventLog log, WallClock clock, Checkpoint checkpoint, Watcher watcher) {
        this.file = file;
        this.plan = plan;
        this.log = log;
        this.clock = clock;
        this.checkpoint = checkpoint;
        this.watcher = watcher;
        this.latest = plan.known().latestMillis();
        this.startNanos = clock.nanos();
        this.checkpointNanos = startNanos;
    }

    /** Sends, and returns when all is in the log. */
    public Outcome run(RowReport rows) throws IOException {
        try (Disorder events =
                new Disorder(file.read(plan.untilMillis(), rows), plan.duplicates(), plan.shuffle(), plan.seed())) {
            Disorder.Delivery delivery = events.next();
            while (delivery != null) {
                deliver(delivery);
                delivery = events.next();
            }
        }
        long end = plan.untilMillis() == Long.MAX_VALUE ? completeThrough : plan.untilMillis();
        if (end > Long.MIN_VALUE) {
            log.flush();
            heartbeat(end, false);
            log.flush();
            if (end > checkpointMillis) {
                checkpoint.reached(end, latest);
            }
        }
        return new Outcome(sent, passedOver, end, (clock.nanos() - startNanos) / 1e9);
    }

    private void deliver(Disorder.Delivery delivery) {
        Event event = delivery.event();
        if (event.time() <= plan.fromMillis() || plan.known().ids().contains(event.id())) {
            passedOver++;
            completeThrough = Math.max(completeThrough, event.time());
            return;
        }
        if (checkpointMillis == Long.MIN_VALUE) {
            // Before anything is sent, so that a crash on the way finds where it began.
            checkpointMillis = Math.max(plan.fromMillis(), delivery.completeThrough());
            checkpoint.reached(checkpointMillis, latest);
            heartbeat(checkpointMillis, true);
        }
        pace(delivery);
        if (clock.nanos() - checkpointNanos >= CHECKPOINT_NANOS) {
            checkpoint(delivery.completeThrough());
        }
        watcher.sending(event, ++sent);
        log.send(event);
        latest = Math.max(latest, event.time());
        completeThrough = Math.max(completeThrough, event.time());
    }

    private void pace(Disorder.Delivery delivery) {
        long position = delivery.completeThrough() + 1;
        if (firstMillis == Long.MIN_VALUE) {
            firstMillis = position;
        }
        if (plan.speed() == Double.POSITIVE_INFINITY) {
            return;
        }
        long due = startNanos + (long) ((position - firstMillis) * 1e6 / plan.speed());
        while (clock.nanos() < due) {
            clock.waitUntil(Math.min(due, clock.nanos() + HEARTBEAT_NANOS));
            long now = firstMillis + (long) ((clock.nanos() - startNanos) / 1e6 * plan.speed());
            heartbeat(Math.min(now, delivery.completeThrough()), true);
        }
    }

    private void checkpoint(long through) {
        if (through > checkpointMillis) {
            log.flush();
            heartbeat(through, true);
            checkpoint.reached(through, latest);
            checkpointMillis = through;
        }
        checkpointNanos = clock.nanos();
    }

    private void heartbeat(long through, boolean more) {
        if (plan.heartbeats()) {
            // Events that are to come late are late only where those before them have moved the clock.
            log.heartbeat(through, more && plan.shuffle().isZero());
        }
    }
}
