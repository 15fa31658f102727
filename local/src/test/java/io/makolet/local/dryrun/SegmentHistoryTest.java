package io.makolet.local.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SegmentHistoryTest {

    private final SegmentHistory history =
            new SegmentHistory(AsOf.parse(List.of("2026-01-02T00:00:00Z", "2026-01-03T12:00:00", "2026-01-10")));

    @Test
    void knowsWhoBelongedAtEachInstant() {
        told("ann", Truth.TRUE, "2026-01-02T00:00:00Z");
        told("ann", Truth.FALSE, "2026-01-03T12:00:00Z");
        told("bob", Truth.TRUE, "2026-01-02T00:00:00.001Z");
        told("bob", Truth.UNKNOWN, "2026-01-05T00:00:00Z");
        told("cat", Truth.TRUE, "2026-01-11T00:00:00Z");

        assertThat(history.members(0)).containsExactly("ann");
        assertThat(history.members(1)).containsExactly("bob");
        assertThat(history.members(2)).isEmpty();
    }

    @Test
    void countsEntriesAndExitsByDay() {
        told("ann", Truth.TRUE, "2026-01-01T23:59:59.999Z");
        told("ann", Truth.UNKNOWN, "2026-01-02T00:00:00Z");
        told("ann", Truth.FALSE, "2026-01-02T01:00:00Z");
        told("bob", Truth.TRUE, "2026-01-02T02:00:00Z");

        assertThat(history.days()).containsOnlyKeys(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-02"));
        SegmentHistory.Traffic second = Objects.requireNonNull(history.days().get(LocalDate.parse("2026-01-02")));
        assertThat(second.entries()).isEqualTo(1);
        assertThat(second.exits()).as("not true already, it can't leave again").isEqualTo(1);
    }

    @Test
    void countsEntriesAndExitsUpToEachInstantOfADay() {
        SegmentHistory day =
                new SegmentHistory(AsOf.parse(List.of("2026-01-02T10:00:00+02:00", "2026-01-02T12:00:00Z")));
        told(day, "ann", Truth.TRUE, "2026-01-02T08:00:00Z");
        told(day, "bob", Truth.TRUE, "2026-01-02T08:00:00.001Z");
        told(day, "ann", Truth.FALSE, "2026-01-02T12:00:00Z");
        told(day, "bob", Truth.FALSE, "2026-01-02T12:00:00.001Z");

        assertThat(day.until(0).entries()).isEqualTo(1);
        assertThat(day.until(0).exits()).isZero();
        assertThat(day.until(1).entries()).isEqualTo(2);
        assertThat(day.until(1).exits()).isEqualTo(1);
    }

    private void told(String customer, Truth value, String at) {
        told(history, customer, value, at);
    }

    private static void told(SegmentHistory history, String customer, Truth value, String at) {
        history.add(customer, new Transition("s", 1, 1, value, Instant.parse(at).toEpochMilli(), Cause.EVENT, null));
    }
}
