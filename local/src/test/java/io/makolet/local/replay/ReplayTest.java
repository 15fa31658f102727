package io.makolet.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    private static final Path EXAMPLE = Path.of("../examples/online-retail");
    private static final long UNTIL = Instant.parse("2011-02-28T00:00:00Z").toEpochMilli();
    private static final RowReport ROWS = new RowReport() {
        @Override
        public void broken(BrokenRow row) {
            throw new AssertionError(row.message());
        }
    };

    private static final EventFile FILE = example();

    private final RecordedLog log = new RecordedLog();
    private final List<Long> checkpoints = new ArrayList<>();
    private SteppingClock clock = new SteppingClock(10_000_000);
    private SafePosition position = new SafePosition(log.position());
    private LogPosition checkpointPosition = log.position();

    private static EventFile example() {
        try {
            return EventFile.open(EXAMPLE.resolve("data/orders.csv.gz"), Mapping.load(EXAMPLE.resolve("mapping.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sendsEverythingInOrderOfTimeAndClosesWithAHeartbeat() throws Exception {
        Replay.Outcome outcome = run(Replay.Plan.of(Long.MIN_VALUE, UNTIL, true));

        assertThat(log.events())
                .hasSize((int) outcome.sent())
                .extracting(Event::time)
                .isSorted();
        assertThat(log.events()).allMatch(event -> event.time() <= UNTIL);
        assertThat(log.entries.get(log.entries.size() - 1)).isEqualTo(new RecordedLog.Entry(null, UNTIL, false));
        assertThat(outcome.reachedMillis()).isEqualTo(UNTIL);
        assertThat(checkpoints).isSorted().endsWith(UNTIL);
    }

    @Test
    void endsWithTheLastEventWhereNoEndIsGiven() throws Exception {
        Replay.Outcome outcome = run(Replay.Plan.of(Long.MIN_VALUE, Long.MAX_VALUE, true));

        assertThat(Instant.ofEpochMilli(outcome.reachedMillis())).isEqualTo("2011-08-31T17:45:00Z");
        assertThat(log.heartbeats()).endsWith(outcome.reachedMillis());
    }

    @Test
    void saysBeforeItsFirstEventAndUntilItsLastThatMoreWillCome() throws Exception {
        run(Replay.Plan.of(Long.MIN_VALUE, UNTIL, true));

        RecordedLog.Entry first = log.entries.get(0);
        assertThat(first.event()).isNull();
        assertThat(first.more()).isTrue();
        assertThat(log.entries.stream().filter(entry -> entry.event() == null && !entry.more()))
                .containsExactly(log.entries.get(log.entries.size() - 1));
    }

    @Test
    void letsEventsMoveTheClockThatAreToComeLate() throws Exception {
        run(plan(0, Duration.ofHours(1), Long.MIN_VALUE, Appended.NOTHING));

        assertThat(log.entries).noneMatch(RecordedLog.Entry::more);
    }

    @Test
    void closesWhatWasCutOffBehindItsLastEvent() throws Exception {
        run(Replay.Plan.of(Long.MIN_VALUE, UNTIL, true));
        Appended all = log.since(new LogPosition(Map.of()));
        log.entries.clear();

        run(plan(0, Duration.ZERO, Long.MIN_VALUE, all));

        assertThat(log.entries).containsExactly(new RecordedLog.Entry(null, UNTIL, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3_600_000})
    void neverSendsWhatAHeartbeatSaidWasComplete(long shuffle) throws Exception {
        run(plan(0.02, Duration.ofMillis(shuffle), Long.MIN_VALUE, Appended.NOTHING));

        Set<String> sent = new HashSet<>();
        long complete = Long.MIN_VALUE;
        for (RecordedLog.Entry entry : log.entries) {
            if (entry.event() == null) {
                complete = Math.max(complete, entry.time());
            } else {
                assertThat(entry.time() > complete
                                || sent.contains(entry.event().id()))
                        .as("%s at %s after heartbeat %s", entry.event().id(), entry.time(), complete)
                        .isTrue();
                sent.add(entry.event().id());
            }
        }
        assertThat(log.heartbeats()).hasSizeGreaterThan(20);
    }

    @Test
    void sendsNoHeartbeatsUnderTheClockOfTheWall() throws Exception {
        run(Replay.Plan.of(Long.MIN_VALUE, UNTIL, false));

        assertThat(log.heartbeats()).isEmpty();
        assertThat(checkpoints).endsWith(UNTIL);
    }

    @Test
    void sendsSomeEventsTwiceAndAllWithinTheLateness() throws Exception {
        Replay.Outcome outcome = run(plan(0.02, Duration.ofMinutes(30), Long.MIN_VALUE, Appended.NOTHING));

        Set<String> ids = new HashSet<>();
        log.events().forEach(event -> ids.add(event.id()));
        long reached = Long.MIN_VALUE;
        long latest = 0;
        for (Event event : log.events()) {
            reached = Math.max(reached, event.time());
            latest = Math.max(latest, reached - event.time());
        }
        assertThat(outcome.sent() - ids.size()).isBetween((long) (ids.size() * 0.01), (long) (ids.size() * 0.03));
        assertThat(latest).isBetween(1L, Duration.ofMinutes(90).toMillis());
        assertThat(ids).hasSize((int) count());
    }

    @Test
    void givesTheSameDisorderForTheSameSeed() throws Exception {
        run(plan(0.02, Duration.ofMinutes(30), Long.MIN_VALUE, Appended.NOTHING));
        List<String> first = log.events().stream().map(Event::id).toList();
        log.entries.clear();
        run(plan(0.02, Duration.ofMinutes(30), Long.MIN_VALUE, Appended.NOTHING));

        assertThat(log.events().stream().map(Event::id)).containsExactlyElementsOf(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500, 1234, 2900})
    void sendsNothingTwiceAfterItWasKilled(int killAfter) throws Exception {
        log.killAfter = killAfter;
        assertThatThrownBy(() -> run(Replay.Plan.of(Long.MIN_VALUE, UNTIL, true)))
                .isInstanceOf(RecordedLog.Killed.class);
        log.killAfter = Integer.MAX_VALUE;

        run(plan(0, Duration.ZERO, checkpoints.get(checkpoints.size() - 1), log.since(checkpointPosition)));

        assertThat(log.events()).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(log.events()).extracting(Event::time).isSorted();
        assertThat(log.events()).hasSize((int) count());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3_600_000})
    void sendsNothingTwiceHoweverOftenItIsKilled(long shuffle) throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        int all = (int) count();
        for (int round = 0; round < 4; round++) {
            log.entries.clear();
            log.events = 0;
            LogPosition saved = log.position();
            long from = Long.MIN_VALUE;
            while (log.events < all) {
                log.killAfter = log.events + random.nextInt(1, all / 2);
                checkpoints.clear();
                position = new SafePosition(saved);
                Replay.Plan plan = plan(0, Duration.ofMillis(shuffle), from, log.since(saved));
                if (log.killAfter < all) {
                    assertThatThrownBy(() -> run(plan)).isInstanceOf(RecordedLog.Killed.class);
                } else {
                    run(plan);
                }
                from = checkpoints.get(checkpoints.size() - 1);
                saved = checkpointPosition;
            }

            assertThat(log.events()).extracting(Event::id).doesNotHaveDuplicates();
            assertThat(log.events()).hasSize(all);
            if (shuffle == 0) {
                assertThat(log.events()).extracting(Event::time).isSorted();
            }
        }
    }

    @Test
    void goesOnWhereAnEarlierEndWas() throws Exception {
        long half = Instant.parse("2011-01-31T00:00:00Z").toEpochMilli();
        run(Replay.Plan.of(Long.MIN_VALUE, half, true));
        run(Replay.Plan.of(half, UNTIL, true));

        assertThat(log.events()).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(log.events()).hasSize((int) count());
    }

    @Test
    void keepsThePaceThatWasAskedForAndMovesTheLogsClockMeanwhile() throws Exception {
        double times = 86_400;
        clock = new SteppingClock(0);
        run(new Replay.Plan(times, Long.MIN_VALUE, Appended.NOTHING, UNTIL, true, 0, Duration.ZERO, 0));

        long first = log.events().get(0).time();
        long last = log.events().get(log.events().size() - 1).time();
        assertThat(clock.nanos() / 1e9).isCloseTo((last - first) / 1000.0 / times, Offset.offset(0.2));
        assertThat(log.heartbeats().size()).isGreaterThan(500);
        assertThat(log.heartbeats()).isSorted();
    }

    private long count() throws Exception {
        long count = 0;
        try (EventFile.Events events = FILE.read(UNTIL, ROWS)) {
            while (events.next() != null) {
                count++;
            }
        }
        return count;
    }

    private static Replay.Plan plan(double duplicates, Duration shuffle, long from, Appended known) {
        return new Replay.Plan(Double.POSITIVE_INFINITY, from, known, UNTIL, true, duplicates, shuffle, 7);
    }

    private Replay.Outcome run(Replay.Plan plan) throws Exception {
        return new Replay(
                        FILE,
                        plan,
                        log,
                        clock,
                        (through, latest) -> {
                            checkpoints.add(through);
                            checkpointPosition = position.at(through, latest, log.position());
                        },
                        (event, sent) -> {})
                .run(ROWS);
    }
}
