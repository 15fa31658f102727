package io.makolet.serving.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.serving.api.ReadClock.Mode;
import org.junit.jupiter.api.Test;

class ReadTimeTest {

    private static final long UNKNOWN = ReadClock.UNKNOWN;
    private static final long BOUND = 5_000;

    @Test
    void goesByTheWallClockAsFarAsTheLogWasRead() {
        assertThat(at(Mode.WALL, 100_000, 99_000, 90_000)).isEqualTo(new ReadTime(99_000, false));
        assertThat(at(Mode.WALL, 100_000, 101_000, 90_000)).isEqualTo(new ReadTime(100_000, false));
    }

    @Test
    void isStaleBehindTheBoundOnly() {
        assertThat(at(Mode.WALL, 100_000, 95_000, 90_000)).isEqualTo(new ReadTime(95_000, false));
        assertThat(at(Mode.WALL, 100_000, 94_999, 90_000)).isEqualTo(new ReadTime(94_999, true));
    }

    @Test
    void goesByTheLogUnderItsClockAndIsNeverStaleForDistance() {
        assertThat(at(Mode.LOG, 1_700_000_000_000L, 1_300_000_000_000L, UNKNOWN))
                .isEqualTo(new ReadTime(1_300_000_000_000L, false));
    }

    @Test
    void isNeverBeforeTheView() {
        assertThat(at(Mode.WALL, 100_000, 99_000, 99_500)).isEqualTo(new ReadTime(99_500, false));
        assertThat(at(Mode.LOG, 100_000, 50, 60)).isEqualTo(new ReadTime(60, false));
    }

    @Test
    void goesByTheViewBeforeTheLogHasSaidHowFarItIsComplete() {
        assertThat(at(Mode.WALL, 100_000, UNKNOWN, 90_000)).isEqualTo(new ReadTime(90_000, true));
        assertThat(at(Mode.LOG, 100_000, UNKNOWN, 90_000)).isEqualTo(new ReadTime(90_000, true));
        assertThat(at(Mode.WALL, 100_000, UNKNOWN, UNKNOWN)).isEqualTo(new ReadTime(100_000, true));
        assertThat(at(Mode.LOG, 100_000, UNKNOWN, UNKNOWN)).isEqualTo(new ReadTime(UNKNOWN, true));
    }

    @Test
    void isStaleWithoutTheBroker() {
        assertThat(ReadTime.of(Mode.LOG, 100, 50, 40, BOUND, true)).isEqualTo(new ReadTime(50, true));
    }

    private static ReadTime at(Mode mode, long wallTime, long completeThrough, long viewAsOf) {
        return ReadTime.of(mode, wallTime, completeThrough, viewAsOf, BOUND, false);
    }
}
