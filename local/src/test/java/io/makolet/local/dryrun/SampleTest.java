package io.makolet.local.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void isExactOverEverybody() {
        Sample all = new Sample(1);

        assertThat(all.has("anybody")).isTrue();
        assertThat(all.estimate(17)).isEqualTo(17);
        assertThat(all.interval(17)).isEqualTo(List.of(17L, 17L));
    }

    @Test
    void takesItsShareOfTheCustomers() {
        Sample tenth = new Sample(0.1);

        long taken = IntStream.range(0, 100_000)
                .filter(customer -> tenth.has("customer-" + customer))
                .count();

        assertThat(taken).isBetween(9_500L, 10_500L);
    }

    @Test
    void itsIntervalHoldsTheTrueNumberInNineteenOfTwentyCases() {
        Sample fifth = new Sample(0.2);
        SplittableRandom random = new SplittableRandom(1);
        int cases = 2_000;
        int held = 0;
        for (int i = 0; i < cases; i++) {
            int members = 20 + random.nextInt(2_000);
            long found = IntStream.range(0, members)
                    .filter(member -> random.nextDouble() < 0.2)
                    .count();
            List<Long> interval = fifth.interval(found);
            held += interval.get(0) <= members && members <= interval.get(1) ? 1 : 0;
        }

        assertThat(held).isBetween(cases * 93 / 100, cases * 98 / 100);
    }
}
