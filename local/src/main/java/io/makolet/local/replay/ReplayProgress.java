package io.makolet.local.replay;

import io.makolet.domain.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells now and then how far a long replay is. */
final class ReplayProgress implements Replay.Watcher {

    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final WallClock clock;
    private final Consumer<String> out;
    private final long start;
    private long said;

    ReplayProgress(WallClock clock, Consumer<String> out) {
        this.clock = clock;
        this.out = out;
        this.start = clock.nanos();
        this.said = start;
    }

    @Override
    public void sending(Event event, long sent) {
        long now = clock.nanos();
        if (now - said >= EVERY_NANOS) {
            said = now;
            out.accept(String.format(
                    Locale.ROOT,
                    "%,d events sent, %,.0f/s, at %s",
                    sent,
                    sent / ((now - start) / 1e9),
                    Instant.ofEpochMilli(event.time())));
        }
    }
}
