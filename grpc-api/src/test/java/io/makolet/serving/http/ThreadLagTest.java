package io.makolet.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadLagTest {

    private long millis;
    private final ThreadLag lag = new ThreadLag(() -> TimeUnit.MILLISECONDS.toNanos(millis));

    @Test
    void isBehindWhenItIsLateAgainAndAgain() {
        assertThat(lookAfter(50)).isFalse();
        assertThat(lookAfter(300)).as("a pause").isFalse();
        assertThat(lookAfter(50)).isFalse();
        assertThat(lookAfter(151)).isFalse();
        assertThat(lookAfter(151)).isTrue();
        assertThat(lookAfter(500)).isTrue();
        assertThat(lookAfter(150)).isFalse();
    }

    @Test
    void isNotBehindOnThreadsThatNobodyWatches() {
        assertThat(ThreadLag.isBehind()).isFalse();
    }

    private boolean lookAfter(long passed) {
        millis += passed;
        return lag.look();
    }
}
