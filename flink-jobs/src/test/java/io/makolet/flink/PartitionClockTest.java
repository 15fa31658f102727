package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionClockTest {

    private static final long T = 1_700_000_000_000L;

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void knowsNothingBeforeTheFirstRecord(ClockMode mode) {
        PartitionClock clock = new PartitionClock(mode, 0);
        clock.endsAt(3, T);

        assertThat(clock.completeThrough()).isEqualTo(PartitionClock.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void followsTheGreatestEventTime(ClockMode mode) {
        PartitionClock clock = new PartitionClock(mode, 0);
        clock.read(0, T - 10, T);
        clock.read(1, T - 50, T + 1);

        assertThat(clock.completeThrough()).isEqualTo(T - 10);
    }

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void neverRunsAheadOfTheAppendTime(ClockMode mode) {
        PartitionClock clock = new PartitionClock(mode, 0);
        clock.read(0, T + 300_000, T);
        assertThat(clock.completeThrough()).isEqualTo(T);

        clock.read(1, T - 1, T + 1000);
        assertThat(clock.completeThrough())
                .as("the fast device was right by now")
                .isEqualTo(T + 1000);
    }

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void ignoresTimesThatNobodyBelieves(ClockMode mode) {
        PartitionClock clock = new PartitionClock(mode, 0);
        clock.read(0, -1, T);

        assertThat(clock.completeThrough()).isEqualTo(PartitionClock.UNKNOWN);
        assertThat(clock.position()).isEqualTo(1);
    }

    @Test
    void isCompleteThroughTheInstantAtWhichTheReachedEndWasRead() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 0);
        clock.endsAt(2, T);
        clock.read(0, T - 5000, T - 2);
        assertThat(clock.completeThrough()).isEqualTo(T - 5000);

        clock.read(1, T - 4000, T - 1);
        assertThat(clock.completeThrough()).isEqualTo(T);
    }

    @Test
    void goesOnWithTheWallClockWhenSilentAndCaughtUp() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 7);
        clock.endsAt(7, T);
        assertThat(clock.completeThrough()).isEqualTo(T);

        clock.endsAt(7, T + 50);
        assertThat(clock.completeThrough()).isEqualTo(T + 50);
    }

    @Test
    void goesOnUnderSteadyLoadWithOldEventTimes() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 0);
        for (int i = 0; i < 100; i++) {
            // The end is always ten records ahead, 50 ms between readings.
            clock.endsAt(i + 10, T + 50L * i);
            clock.read(i, T - 86_400_000, T + 50L * i - 25);
        }

        assertThat(clock.completeThrough()).isBetween(T + 50 * 75, T + 50 * 100);
    }

    @Test
    void countsARecordWithoutAReadableTimeByItsAppendTimeOnTheWallClockOnly() {
        PartitionClock wall = new PartitionClock(ClockMode.WALL, 0);
        wall.readUntimed(0, T);
        PartitionClock log = new PartitionClock(ClockMode.LOG, 0);
        log.readUntimed(0, T);

        assertThat(wall.completeThrough()).isEqualTo(T);
        assertThat(log.completeThrough()).isEqualTo(PartitionClock.UNKNOWN);
    }

    @Test
    void followsHeartbeatsOnTheLogClockOnly() {
        PartitionClock wall = new PartitionClock(ClockMode.WALL, 0);
        wall.readHeartbeat(0, T - 1000, T, false);
        PartitionClock log = new PartitionClock(ClockMode.LOG, 0);
        log.readHeartbeat(0, T - 1000, T, false);

        assertThat(wall.completeThrough()).isEqualTo(PartitionClock.UNKNOWN);
        assertThat(log.completeThrough()).isEqualTo(T - 1000);
        assertThat(wall.position()).isEqualTo(1);
    }

    @Test
    void doesNotBelieveAHeartbeatAheadOfItsAppendTime() {
        PartitionClock clock = new PartitionClock(ClockMode.LOG, 0);
        clock.readHeartbeat(0, Long.MAX_VALUE, T, false);

        assertThat(clock.completeThrough()).isEqualTo(T);
    }

    @Test
    void standsStillOnTheLogClockWhenNothingComes() {
        PartitionClock clock = new PartitionClock(ClockMode.LOG, 0);
        clock.read(0, T - 1_000_000, T);
        clock.endsAt(1, T);
        clock.endsAt(1, T + 10_000);

        assertThat(clock.completeThrough()).isEqualTo(T - 1_000_000);
    }

    @Test
    void isIdleOnTheLogClockAfterASecondOfSilence() {
        PartitionClock clock = new PartitionClock(ClockMode.LOG, 0);
        clock.endsAt(0, T);
        assertThat(clock.idle(T + 999, PartitionClock.IDLE_AFTER_MILLIS)).isFalse();
        assertThat(clock.idle(T + 1000, PartitionClock.IDLE_AFTER_MILLIS)).isTrue();

        clock.read(0, T - 5, T + 1100);
        assertThat(clock.idle(T + 9000, PartitionClock.IDLE_AFTER_MILLIS)).isFalse();
    }

    @Test
    void isNotIdleWhileRecordsWaitToBeRead() {
        PartitionClock clock = new PartitionClock(ClockMode.LOG, 0);
        clock.endsAt(1, T);
        clock.endsAt(1, T + 5000);

        assertThat(clock.idle(T + 5000, PartitionClock.IDLE_AFTER_MILLIS)).isFalse();
    }

    @Test
    void isNeverIdleOnTheWallClock() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 0);
        clock.endsAt(0, T);

        assertThat(clock.idle(T + 1_000_000, PartitionClock.IDLE_AFTER_MILLIS)).isFalse();
    }

    @Test
    void isStuckBeforeOffsetsThatHoldNoRecords() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 0);
        clock.endsAt(5, T);
        assertThat(clock.stuck(T + 299)).isFalse();
        assertThat(clock.stuck(T + 300)).isTrue();

        clock.skipTo(5);
        assertThat(clock.stuck(T + 1000)).isFalse();
        assertThat(clock.completeThrough()).isEqualTo(T);
    }

    @Test
    void neverGoesBackWhenToldToSkip() {
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 9);
        clock.skipTo(3);

        assertThat(clock.position()).isEqualTo(9);
    }

    /** Whatever the order of readings and records: no record that is appended later lies before what was told. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isNeverCompleteThroughAnInstantBeforeWhichARecordIsStillUnread(long seed) {
        Random random = new Random(seed);
        PartitionClock clock = new PartitionClock(ClockMode.WALL, 0);
        List<Long> appendTimes = new ArrayList<>();
        long wall = T;
        int read = 0;
        for (int step = 0; step < 20_000; step++) {
            wall += random.nextInt(3);
            switch (random.nextInt(3)) {
                case 0 -> appendTimes.add(wall);
                case 1 -> clock.endsAt(appendTimes.size(), wall);
                default -> {
                    if (read < appendTimes.size()) {
                        long appended = appendTimes.get(read);
                        long given = appended + (long) (random.nextGaussian() * 100_000);
                        clock.read(read, EventTimes.clamp(given, appended), appended);
                        read++;
                    }
                }
            }
            long firstUnread = read < appendTimes.size() ? appendTimes.get(read) : wall;
            assertThat(clock.completeThrough())
                    .as("seed %d, step %d, offset %d", seed, step, read)
                    .isLessThanOrEqualTo(firstUnread);
        }
        assertThat(clock.completeThrough()).as("seed %d", seed).isGreaterThan(T);
    }

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void neverGoesBack(ClockMode mode) {
        Random random = new Random(42);
        PartitionClock clock = new PartitionClock(mode, 0);
        long before = PartitionClock.UNKNOWN;
        for (int offset = 0; offset < 10_000; offset++) {
            long appended = T + offset;
            switch (random.nextInt(4)) {
                case 0 -> clock.read(offset, appended - random.nextInt(10_000), appended);
                case 1 -> clock.readUntimed(offset, appended);
                case 2 -> clock.readHeartbeat(offset, appended - random.nextInt(10_000), appended, false);
                default -> clock.endsAt(offset + random.nextInt(5), appended - random.nextInt(100));
            }
            assertThat(clock.completeThrough()).as("offset %d", offset).isGreaterThanOrEqualTo(before);
            before = clock.completeThrough();
        }
    }
}
