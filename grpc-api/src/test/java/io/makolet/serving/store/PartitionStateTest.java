package io.makolet.serving.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

    private static final long UNKNOWN = Long.MIN_VALUE;

    @Test
    void isCompleteThroughTheLeastOfAllWriters() {
        PartitionState state = PartitionState.START.withProgress(1, 0, 2, 500);
        assertThat(state.completeThrough()).isEqualTo(UNKNOWN);
        state = state.withProgress(1, 1, 2, 300);
        assertThat(state.completeThrough()).isEqualTo(300);
        state = state.withProgress(1, 1, 2, 900);
        assertThat(state.completeThrough()).isEqualTo(500);
    }

    @Test
    void passesOverProgressOfAnOlderRun() {
        PartitionState state = PartitionState.START.withProgress(2, 0, 1, 500);
        assertThat(state.withProgress(1, 0, 1, 900)).isEqualTo(state);
    }

    @Test
    void waitsForAllWritersOfANewRun() {
        PartitionState state = PartitionState.START.withProgress(1, 0, 1, 500);
        state = state.withProgress(2, 0, 2, 800);
        assertThat(state.completeThrough()).isEqualTo(500);
        state = state.withProgress(2, 1, 2, 700);
        assertThat(state.completeThrough()).isEqualTo(700);
    }

    @Test
    void neverGoesBackWhileANewRunCatchesUp() {
        PartitionState state = PartitionState.START.withProgress(1, 0, 1, 500).withProgress(2, 0, 1, 400);
        assertThat(state.completeThrough()).isEqualTo(500);
        assertThat(state.withProgress(2, 0, 1, 600).completeThrough()).isEqualTo(600);
    }

    @Test
    void refusesAWriterThatCannotBe() {
        assertThatThrownBy(() -> PartitionState.START.withProgress(1, 2, 2, 500))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("writer 2 of 2");
        assertThatThrownBy(() -> PartitionState.START.withProgress(1, 0, 0, 500))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("writer 0 of 0");
    }

    @Test
    void isEvaluatedThroughTheLeastOfAllWritersAndNeverGoesBack() {
        PartitionState state = PartitionState.START.withProgress(1, 0, 2, 500, 7);
        assertThat(state.evaluatedThrough()).isEqualTo(UNKNOWN);
        state = state.withProgress(1, 1, 2, 500, 5);
        assertThat(state.evaluatedThrough()).isEqualTo(5);
        state = state.withProgress(2, 0, 1, 500, 4);
        assertThat(state.evaluatedThrough()).isEqualTo(5);
        assertThat(state.withProgress(3, 0, 1, 500).evaluatedThrough())
                .as("of a writer that doesn't say")
                .isEqualTo(5);
    }

    @Test
    void readsTheBytesOfTheFirstVersion() {
        byte[] stored = HexFormat.of()
                .parseHex("000000000000004d" + "0000000000000005" + "8000000000000000" + "000000000000000b"
                        + "8000000000000000" + "ffffffffffffffff");
        assertThat(PartitionState.fromBytes(stored))
                .isEqualTo(new PartitionState(77, 5, List.of(11L, UNKNOWN, -1L), UNKNOWN, List.of(), UNKNOWN));
    }

    @Test
    void isReadAsItWasWritten() {
        PartitionState state =
                PartitionState.START.at(77).withProgress(5, 0, 3, 11, 4).withProgress(5, 2, 3, -1);
        assertThat(PartitionState.fromBytes(state.toBytes())).isEqualTo(state);
    }
}
