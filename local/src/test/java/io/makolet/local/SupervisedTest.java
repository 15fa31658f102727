package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SupervisedTest {

    private static final Duration TICK = Duration.ofMillis(5);

    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final AtomicReference<Optional<String>> obstacle = new AtomicReference<>(Optional.empty());
    private final AtomicInteger started = new AtomicInteger();
    private final Supervisor supervisor =
            new Supervisor(obstacle::get, new Notices(notices), new Supervisor.Pace(TICK, TICK, TICK));

    /** A part that works until it is told to fail. */
    private static final class Lamp implements Part {
        private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
        private volatile boolean closed;

        @Override
        public Optional<String> failure() {
            return Optional.ofNullable(failure.get());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private record Notices(BlockingQueue<String> heard) implements Progress {
        @Override
        public void ready(String part, String address, Duration sinceStart) {
            heard.add(part + " ready");
        }

        @Override
        public void stopped(String part) {
            heard.add(part + " stopped");
        }

        @Override
        public void notice(String part, String message) {
            heard.add(part + " " + message);
        }
    }

    @Test
    void startsAPartAgainThatDied() throws Exception {
        try (Supervised<Lamp> lamp = supervisor.start("lamp", this::lamp)) {
            Lamp first = lamp.current();
            first.failure.set("burnt out");
            assertThat(next()).isEqualTo("lamp stopped working (burnt out), starting it again");
            assertThat(next()).isEqualTo("lamp works again");
            assertThat(first.closed).isTrue();
            assertThat(lamp.current()).isNotSameAs(first);
        }
        assertThat(started).hasValue(2);
    }

    @Test
    void waitsWhileSomethingIsInTheWay() throws Exception {
        obstacle.set(Optional.of("the disk is full"));
        try (Supervised<Lamp> lamp = supervisor.start("lamp", this::lamp)) {
            lamp.current().failure.set("no space");
            assertThat(next()).startsWith("lamp stopped working (no space)");
            assertThat(next()).isEqualTo("lamp cannot be started yet: the disk is full");
            assertThat(started).hasValue(1);
            obstacle.set(Optional.empty());
            assertThat(next()).isEqualTo("lamp works again");
        }
    }

    @Test
    void triesAgainAfterAStartThatFailed() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (Supervised<Lamp> lamp = supervisor.start("lamp", () -> {
            int attempt = attempts.incrementAndGet();
            if (attempt == 2 || attempt == 3) {
                throw new IllegalStateException("no bulb");
            }
            return lamp();
        })) {
            lamp.current().failure.set("burnt out");
            assertThat(next()).startsWith("lamp stopped working");
            assertThat(next()).isEqualTo("lamp cannot be started yet: no bulb");
            assertThat(next()).isEqualTo("lamp works again");
            assertThat(attempts).hasValue(4);
        }
    }

    @Test
    void startsNothingAgainOnceTheSystemStops() throws Exception {
        Supervised<Lamp> lamp = supervisor.start("lamp", this::lamp);
        supervisor.stop();
        lamp.current().failure.set("burnt out");
        lamp.close();
        assertThat(lamp.current().closed).isTrue();
        assertThat(started).hasValue(1);
        assertThat(notices).isEmpty();
    }

    private Lamp lamp() {
        started.incrementAndGet();
        return new Lamp();
    }

    private String next() throws InterruptedException {
        String notice = notices.poll(10, TimeUnit.SECONDS);
        return notice == null ? "nothing was said" : notice;
    }
}
