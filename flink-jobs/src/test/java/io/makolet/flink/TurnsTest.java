package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final TurnClock clock = new TurnClock(1);
    private final List<String> done = new ArrayList<>();
    private int left = 3;
    private final Turns turns = new Turns(clock, this::some);

    @AfterEach
    void stop() {
        clock.close();
    }

    private double some() {
        done.add("turn");
        return --left == 0 ? Turns.DONE : 1;
    }

    @Test
    void takesTurnsUntilNothingIsLeft() throws Exception {
        turns.begin();
        assertThat(turns.waiting()).isTrue();
        clock.due.get(0).onProcessingTime(1);
        clock.due.get(1).onProcessingTime(2);
        assertThat(turns.waiting()).isFalse();
        assertThat(done).hasSize(3);
        assertThat(clock.due).hasSize(2);
    }

    @Test
    void leavesOutATurnThatWasTakenBackThoughItComes() throws Exception {
        turns.begin();
        turns.end();
        clock.due.get(0).onProcessingTime(1);
        assertThat(done).hasSize(1);

        turns.begin();
        clock.due.get(0).onProcessingTime(2);
        assertThat(done).as("its own turn is still to come").hasSize(2);
        clock.due.get(1).onProcessingTime(3);
        assertThat(done).hasSize(3);
        assertThat(turns.waiting()).isFalse();
    }
}
