package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogClockTest {

    private static final long T = 1_700_000_000_000L;
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 1);

    @Test
    void isCompleteThroughTheLeastOfItsPartitions() {
        LogClock clock = new LogClock(ClockMode.WALL, T);
        clock.add(A, 0).read(0, T - 10, T);
        clock.add(B, 0).read(0, T - 20, T);

        assertThat(clock.at(T)).isEqualTo(new LogClock.Reading(T - 20, false));
    }

    @Test
    void waitsForAPartitionThatHasNotDelivered() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        clock.add(A, 0).read(0, T - 10, T);
        clock.add(B, 0);
        clock.endAt(Map.of(A, 1L, B, 4L), T);

        assertThat(clock.at(T + 60_000)).isEqualTo(new LogClock.Reading(PartitionClock.UNKNOWN, false));
    }

    @Test
    void doesNotWaitForASilentPartitionOnTheLogClock() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        PartitionClock busy = clock.add(A, 0);
        clock.add(B, 0);
        busy.read(0, T - 10, T);
        clock.endAt(Map.of(A, 100L, B, 0L), T);
        assertThat(clock.at(T + 500).completeThrough()).isEqualTo(PartitionClock.UNKNOWN);

        assertThat(clock.at(T + 1000)).isEqualTo(new LogClock.Reading(T - 10, false));
    }

    @Test
    void standsAtTheLatestEventWhenAllPartitionsAreSilent() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        clock.add(A, 0).read(0, T - 10, T);
        clock.add(B, 0).read(0, T - 20, T);
        clock.endAt(Map.of(A, 1L, B, 1L), T);

        assertThat(clock.at(T + 1000)).isEqualTo(new LogClock.Reading(T - 10, true));
    }

    @Test
    void holdsTheOthersBackForAWhileBeforeItHasPartitions() {
        LogClock clock = new LogClock(ClockMode.WALL, T);

        assertThat(clock.at(T + 29_999)).isEqualTo(new LogClock.Reading(PartitionClock.UNKNOWN, false));
        assertThat(clock.at(T + 30_000)).isEqualTo(new LogClock.Reading(PartitionClock.UNKNOWN, true));
    }

    @Test
    void ignoresAnswersAboutPartitionsOfOthers() {
        LogClock clock = new LogClock(ClockMode.WALL, T);
        clock.add(A, 3);
        clock.endAt(Map.of(A, 3L, B, 9L), T);
        clock.skipTo(Map.of(B, 9L));

        assertThat(clock.at(T)).isEqualTo(new LogClock.Reading(T, false));
    }

    @Test
    void tellsWherePartitionsAreStuck() {
        LogClock clock = new LogClock(ClockMode.WALL, T);
        clock.add(A, 3);
        clock.add(B, 9);
        clock.endAt(Map.of(A, 5L, B, 9L), T);

        assertThat(clock.stuck(T + 1000)).isEqualTo(Map.of(A, 3L));
    }

    @Test
    void hasPassedAnEndOnlyWhenItKnowsThePartition() {
        LogClock clock = new LogClock(ClockMode.WALL, T);
        assertThat(clock.passed(Map.of(A, 0L))).isFalse();

        PartitionClock partition = clock.add(A, 0);
        assertThat(clock.passed(Map.of(A, 1L))).isFalse();
        partition.readUntimed(0, T);
        assertThat(clock.passed(Map.of(A, 1L))).isTrue();
    }
}
