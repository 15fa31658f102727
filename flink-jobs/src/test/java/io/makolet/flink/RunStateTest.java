package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.flink.Sweep.Need;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStateTest {

    @Test
    void readsTheBytesOfVersion1() {
        byte[] stored =
                HexFormat.of().parseHex("01" + "000000000000007b" + "00000000000001c8" + "fffffffffffffff6" + "01");

        assertThat(RunState.decode(stored)).isEqualTo(new RunState(123, 456, -10, true, -1, Need.NOTHING));
    }

    @Test
    void readsTheBytesOfVersion2() {
        byte[] stored = HexFormat.of()
                .parseHex("02" + "000000000000007b" + "00000000000001c8" + "fffffffffffffff6" + "01"
                        + "0000000000000007" + "01");
        RunState state = new RunState(123, 456, -10, true, 7, Need.EVALUATE);

        assertThat(RunState.decode(stored)).isEqualTo(state);
        assertThat(state.encode()).isEqualTo(stored);
    }

    @Test
    void refusesAVersionToCome() {
        assertThatThrownBy(() -> RunState.decode(new byte[] {3})).hasMessage("run state of version 3, expected 1 or 2");
    }

    @Test
    void isCompleteThroughWhatAllWritersHadReached() {
        RunState merged = RunState.merged(List.of(
                new RunState(5, 7, 100, true, 3, Need.TELL_AGAIN), new RunState(6, 7, 90, true, 2, Need.EVALUATE)));

        assertThat(merged).isEqualTo(new RunState(6, 7, 90, true, 2, Need.TELL_AGAIN));
    }

    @Test
    void holdsInputIfAnyWriterDid() {
        RunState merged = RunState.merged(
                List.of(new RunState(5, 7, 1, true, 1, Need.NOTHING), new RunState(5, 7, 1, false, 1, Need.NOTHING)));

        assertThat(merged.released()).isFalse();
    }

    @Test
    void isNothingBeforeTheFirstRun() {
        assertThat(RunState.merged(List.of())).isEqualTo(RunState.NONE);
    }
}
