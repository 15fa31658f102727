package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErasureTest {

    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void coversWhatWasAppendedOrHappenedUpToTheEndOfItsSecond() {
        Erasure erasure = Erasure.requestedAt("ann", NOON + 1);
        long through = NOON + 1_000;

        assertThat(erasure.through()).isEqualTo(through);
        assertThat(erasure.covers(through - 1, through + 1))
                .as("appended before, by a device whose clock is fast")
                .isTrue();
        assertThat(erasure.covers(through + 5_000, through)).as("late").isTrue();
        assertThat(erasure.covers(through, through + 1)).as("after").isFalse();
        assertThat(Erasure.requestedAt("ann", NOON).through()).isEqualTo(NOON);
    }

    @Test
    void beginsAnEraThatIsAfterAllBefore() {
        Erasure first = Erasure.requestedAt("ann", NOON);
        Erasure second = Erasure.requestedAt("ann", NOON + 1);

        assertThat(first.coversEra(0)).isTrue();
        assertThat(first.coversEra(first.era())).isFalse();
        assertThat(second.coversEra(first.era())).isTrue();
        assertThat(Erasure.requestedAt(
                                "ann", Instant.parse("2088-01-01T00:00:00Z").toEpochMilli())
                        .era())
                .isPositive();
    }

    @Test
    void refusesAnInstantThatIsNoTimeOfARequest() {
        assertThatThrownBy(() -> Erasure.requestedAt("ann", 0))
                .hasMessage("erasure through 1970-01-01T00:00:00Z, expected a whole second after 2020-01-01T00:00:00Z "
                        + "and not after 2088-01-19T03:14:07Z");
        assertThatThrownBy(() -> new Erasure("ann", NOON + 1)).hasMessageContaining("a whole second");
    }
}
