package io.makolet.serving.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.PartitionState;
import io.makolet.serving.tail.Misfit.Range;
import io.makolet.serving.tail.Misfit.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisfitTest {

    private static final LogIdentity LOG = new LogIdentity("cluster", "topic", 2);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final long NOW = Duration.ofDays(100).toMillis();

    @Test
    void goesOnWhereItLeftOff() {
        assertThat(between(stored(5, NOW), new Range(0, 9))).isEmpty();
        assertThat(between(stored(9, NOW), new Range(9, 9))).isEmpty();
    }

    @Test
    void startsAStoreThatIsEmpty() {
        Stored empty = new Stored(Optional.empty(), List.of(), Optional.empty(), false);
        assertThat(between(empty, new Range(0, 9))).contains("the store is empty");
    }

    @Test
    void refusesAnotherLog() {
        for (LogIdentity other : List.of(
                new LogIdentity("other", "topic", 2),
                new LogIdentity("cluster", "other", 2),
                new LogIdentity("cluster", "topic", 3))) {
            Stored stored = new Stored(Optional.of(other), states(5), Optional.of(NOW), false);
            assertThat(between(stored, new Range(0, 9)).orElseThrow()).contains("the broker has");
        }
    }

    @Test
    void refusesAnOffsetThatTheLogNoLongerHas() {
        assertThat(between(stored(5, NOW), new Range(6, 9)))
                .contains("the store ends at offset 5 of partition 0, the log has 6 to 9");
    }

    @Test
    void refusesAnOffsetThatTheLogDoesNotHaveYet() {
        assertThat(between(stored(10, NOW), new Range(0, 9)))
                .contains("the store ends at offset 10 of partition 0, the log has 0 to 9");
    }

    @Test
    void startsAPartitionOfWhichNothingWasReadWhereverItBegins() {
        assertThat(between(stored(0, NOW), new Range(6, 9))).isEmpty();
    }

    @Test
    void refusesAStoreThatMayHaveMissedDeletions() {
        long longAgo = NOW - KEPT.toMillis();
        assertThat(between(stored(5, longAgo), new Range(0, 9)).orElseThrow()).contains("deletions are kept for");
        assertThat(between(stored(5, longAgo + 1), new Range(0, 9))).isEmpty();
        assertThat(between(stored(9, longAgo), new Range(0, 9))).isEmpty();
    }

    @Test
    void refusesADamagedStore() {
        Stored damaged = new Stored(Optional.of(LOG), states(5), Optional.of(NOW), true);
        assertThat(between(damaged, new Range(0, 9))).contains("the store is damaged");
    }

    private static Optional<String> between(Stored stored, Range first) {
        return Misfit.between(stored, new LogLayout(LOG, KEPT), List.of(first, new Range(0, 0)), NOW);
    }

    private static Stored stored(long offset, long readAt) {
        return new Stored(Optional.of(LOG), states(offset), Optional.of(readAt), false);
    }

    private static List<PartitionState> states(long offset) {
        return List.of(PartitionState.START.at(offset), PartitionState.START);
    }
}
