package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
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
        endThrice(clock, Map.of(A, 100L, B, 0L));
        assertThat(clock.at(T + 500).completeThrough()).isEqualTo(PartitionClock.UNKNOWN);

        assertThat(clock.at(T + 1000)).isEqualTo(new LogClock.Reading(T - 10, false));
    }

    @Test
    void doesNotPassOverWhatASilentPartitionMayHaveGotMeanwhile() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        PartitionClock told = clock.add(A, 0);
        PartitionClock silent = clock.add(B, 0);
        told.read(0, T - 20, T);
        endThrice(clock, Map.of(A, 1L, B, 0L));

        // Somebody sends an event of before T - 10 to B, and then a heartbeat to A and B. That to A is read first.
        told.readHeartbeat(1, T - 10, T + 2000, false);
        assertThat(clock.at(T + 2000).completeThrough()).isEqualTo(T - 20);
        // This answer may have been under way.
        clock.endAt(Map.of(A, 1L, B, 0L), T + 2000);
        assertThat(clock.at(T + 2000).completeThrough()).isEqualTo(T - 20);
        clock.endAt(Map.of(A, 2L, B, 2L), T + 2050);
        assertThat(clock.at(T + 2050).completeThrough()).isEqualTo(PartitionClock.UNKNOWN);

        silent.read(0, T - 15, T + 2000);
        silent.readHeartbeat(1, T - 10, T + 2000, false);
        assertThat(clock.at(T + 2050).completeThrough()).isEqualTo(T - 10);
    }

    @Test
    void standsAtTheLatestEventWhenAllPartitionsAreSilent() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        clock.add(A, 0).read(0, T - 10, T);
        clock.add(B, 0).read(0, T - 20, T);
        endThrice(clock, Map.of(A, 1L, B, 1L));

        assertThat(clock.at(T + 1000)).isEqualTo(new LogClock.Reading(T - 10, false));
    }

    @Test
    void takesNoSilenceForTheEndWhileAProducerOwesAWord() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        PartitionClock a = clock.add(A, 0);
        PartitionClock b = clock.add(B, 0);
        a.readHeartbeat(0, T - 30, T, true);
        b.readHeartbeat(0, T - 30, T, true);
        // Cut off here: what happened at T - 20 never came to B.
        a.read(1, T - 10, T);
        endThrice(clock, Map.of(A, 2L, B, 1L));
        assertThat(clock.at(T + 29_999).completeThrough()).isEqualTo(T - 30);

        // It may never come back.
        assertThat(clock.at(T + 30_000).completeThrough()).isEqualTo(T - 10);
    }

    @Test
    void goesByHeartbeatsAloneWhileAProducerOwesAWord() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        PartitionClock a = clock.add(A, 0);
        a.readHeartbeat(0, T - 30, T, true);
        a.read(1, T - 10, T);
        assertThat(clock.at(T).completeThrough()).isEqualTo(T - 30);

        a.read(2, T - 20, T);
        a.readHeartbeat(3, T - 15, T, true);
        assertThat(clock.at(T).completeThrough()).isEqualTo(T - 15);

        a.readHeartbeat(4, T - 10, T, false);
        a.read(5, T - 5, T);
        assertThat(clock.at(T).completeThrough()).isEqualTo(T - 5);
    }

    @Test
    void knowsAfterARestartThatAProducerOwesAWord() {
        LogClock clock = new LogClock(ClockMode.LOG, T);
        clock.add(A, 2).restore(stored(A, 2, T - 10, false));
        PartitionClock b = clock.add(B, 1);
        b.restore(stored(B, 1, T - 30, true));
        endThrice(clock, Map.of(A, 2L, B, 1L));
        assertThat(clock.at(T + 1000).completeThrough()).isEqualTo(T - 30);

        b.read(1, T - 20, T);
        b.readHeartbeat(2, T - 10, T, false);
        assertThat(clock.at(T + 500).completeThrough()).isEqualTo(T - 10);
    }

    private static ClockedSplit stored(TopicPartition partition, long position, long time, boolean open) {
        return new ClockedSplit(new KafkaPartitionSplit(partition, position), time, time, open);
    }

    private static void endThrice(LogClock clock, Map<TopicPartition, Long> ends) {
        for (int i = 0; i < 3; i++) {
            clock.endAt(ends, T);
        }
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
