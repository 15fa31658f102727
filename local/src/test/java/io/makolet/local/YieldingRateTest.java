package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class YieldingRateTest {

    private static final int MOST = 10_000;

    private final YieldingRate rate = new YieldingRate(MOST);

    @Test
    void growsToTheMostWhereNobodyWaitsLonger() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            rate.saw(50 + random.nextInt(100));
        }
        assertThat(rate.perSecond()).isEqualTo(MOST);
    }

    @Test
    void isHalvedEachTimeThatOthersWaitLongerAndNeverStandsStill() {
        see(100);
        double before = rate.perSecond();
        see(100 + YieldingRate.LONGER_MILLIS + 1);
        assertThat(rate.perSecond()).isEqualTo(before / 2);
        for (int i = 0; i < 50; i++) {
            see(5_000);
        }
        assertThat(rate.perSecond()).isEqualTo(YieldingRate.LEAST_PER_SECOND);
    }

    @Test
    void staysBelowWhatTheOthersLeave() {
        // They wait longer as soon as more than 1,000 a second is done.
        double sum = 0;
        double highest = 0;
        for (int i = 0; i < 1_000; i++) {
            see(rate.perSecond() > 1_000 ? 400 : 100);
            sum += rate.perSecond();
            highest = Math.max(highest, rate.perSecond());
        }
        assertThat(highest).isLessThan(1_200);
        assertThat(sum / 1_000).isBetween(600.0, 1_000.0);
    }

    @Test
    void isNeverAboveTheMost() {
        assertThat(new YieldingRate(3).perSecond()).isEqualTo(3);
    }

    private void see(double waitMillis) {
        for (int i = 0; i < YieldingRate.TOGETHER; i++) {
            rate.saw(waitMillis);
        }
    }
}
