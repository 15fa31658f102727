package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStateTest {

    @Test
    void readsTheBytesOfVersion1() {
        byte[] stored =
                HexFormat.of().parseHex("01" + "000000000000007b" + "00000000000001c8" + "fffffffffffffff6" + "01");

        assertThat(RunState.decode(stored)).isEqualTo(new RunState(123, 456, -10, true));
        assertThat(new RunState(123, 456, -10, true).encode()).isEqualTo(stored);
    }

    @Test
    void refusesAVersionToCome() {
        assertThatThrownBy(() -> RunState.decode(new byte[] {2})).hasMessage("run state of version 2, expected 1");
    }

    @Test
    void isCompleteThroughWhatAllWritersHadReached() {
        RunState merged = RunState.merged(List.of(new RunState(5, 7, 100, true), new RunState(6, 7, 90, true)));

        assertThat(merged).isEqualTo(new RunState(6, 7, 90, true));
    }

    @Test
    void holdsInputIfAnyWriterDid() {
        RunState merged = RunState.merged(List.of(new RunState(5, 7, 1, true), new RunState(5, 7, 1, false)));

        assertThat(merged.released()).isFalse();
    }

    @Test
    void isNothingBeforeTheFirstRun() {
        assertThat(RunState.merged(List.of())).isEqualTo(RunState.NONE);
    }
}
