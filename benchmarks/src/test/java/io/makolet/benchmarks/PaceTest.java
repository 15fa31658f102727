package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void doesEachStepAtItsTimeAndNoneBefore() {
        List<Long> early = new ArrayList<>();
        List<Long> dues = new ArrayList<>();
        new Pace(500).run(0.2, (number, due) -> {
            dues.add(due);
            if (System.nanoTime() < due) {
                early.add(number);
            }
        });

        assertThat(early).isEmpty();
        assertThat(dues).hasSize(100);
        assertThat((dues.get(99) - dues.get(0)) / 1e6).isBetween(197.9, 198.1);
    }

    @Test
    void countsAStallAgainstAllThatItHeldUp() {
        Pace pace = new Pace(1000);
        pace.run(0.1, (number, due) -> {
            if (number == 10) {
                Pace.pause(0.05);
            }
        });

        // Fifty steps were due during the stall of 50 ms; the first of them was late by nearly all of it.
        assertThat(pace.lag().getMaxValue() / 1e6).isGreaterThan(45);
        assertThat(pace.lag().getCountBetweenValues(5_000_000, Long.MAX_VALUE / 2))
                .isGreaterThan(40);
    }
}
