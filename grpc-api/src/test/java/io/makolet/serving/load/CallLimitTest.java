package io.makolet.serving.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallLimitTest {

    private static final long TENTH = 100_000_000;

    private final CallLimit limit = new CallLimit();

    @Test
    void allowsAsManyAsAreServedInTheTimeThatACallMayWait() {
        limit.adjust(4_000, TENTH, true);
        assertThat(limit.calls()).isEqualTo(800);
        limit.adjust(2_000, TENTH, true);
        assertThat(limit.calls()).as("by the best of the last second").isEqualTo(800);
        for (int tenth = 0; tenth < 10; tenth++) {
            limit.adjust(2_000, TENTH, true);
        }
        assertThat(limit.calls()).isEqualTo(400);
    }

    /** A slow disk: each call takes a millisecond. */
    @Test
    void allowsFewWhereEachTakesLong() {
        limit.adjust(50, TENTH, true);
        assertThat(limit.calls()).isEqualTo(64);
        for (int tenth = 0; tenth < 9; tenth++) {
            limit.adjust(50, TENTH, true);
            assertThat(limit.mostWaiting()).as("callers don't know yet").isEqualTo(2_048);
        }
        limit.adjust(50, TENTH, true);
        assertThat(limit.mostWaiting()).isEqualTo(128);
        assertThat(limit.mostWaitingWithTime()).isEqualTo(32);
    }

    @Test
    void isGenerousWhenNobodyHadToWaitForASecond() {
        limit.adjust(1_000, TENTH, true);
        for (int tenth = 0; tenth < 9; tenth++) {
            limit.adjust(100, TENTH, false);
            assertThat(limit.calls()).isEqualTo(200);
        }
        limit.adjust(100, TENTH, false);
        assertThat(limit.calls()).isEqualTo(1_024);
    }

    @Test
    void hasAnEnd() {
        limit.adjust(10_000_000, TENTH, true);
        assertThat(limit.calls()).isEqualTo(8_192);
    }
}
