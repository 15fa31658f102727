package io.makolet.serving.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.serving.tail.Readiness.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void isReadyOnceCaughtUp() {
        assertThat(readiness.state().phase()).isEqualTo(Phase.LOADING);
        readiness.caughtUp();
        assertThat(readiness.state().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void answersWithoutBeingReadyWhileNothingNewCanBeTakenIn() {
        readiness.caughtUp();
        readiness.stuck("no space");
        assertThat(readiness.state().phase()).isEqualTo(Phase.STUCK);
        assertThat(readiness.state().reason()).isEqualTo("no space");
        assertThat(readiness.state().phase().answers()).isTrue();
        assertThat(readiness.state().phase().ready()).isFalse();
        readiness.caughtUp();
        assertThat(readiness.state().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void doesNotAnswerWhileItLoadsAgain() {
        readiness.caughtUp();
        readiness.reload("another log");
        assertThat(readiness.state().phase().answers()).isFalse();
        readiness.stuck("no space");
        assertThat(readiness.state().phase().answers()).isFalse();
        assertThat(readiness.state().reason()).contains("another log").contains("no space");
    }

    @Test
    void answersOfflineOnlyIfItNeverCaughtUp() {
        readiness.offline("no broker");
        assertThat(readiness.state().phase()).isEqualTo(Phase.OFFLINE);
        readiness.caughtUp();
        assertThat(readiness.state().phase()).isEqualTo(Phase.READY);
        readiness.offline("no broker");
        assertThat(readiness.state().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void tellsListenersOfEachChangeOnce() {
        List<Phase> phases = new ArrayList<>();
        readiness.onChange(state -> phases.add(state.phase()));
        readiness.caughtUp();
        readiness.caughtUp();
        readiness.reload("again");
        assertThat(phases).containsExactly(Phase.LOADING, Phase.READY, Phase.LOADING);
    }
}
