package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleHashTest {

    private static final int CUSTOMERS = 200_000;

    /** By other means: {@code printf 'pilot-2026\0ID' | sha256sum | cut -c1-16}, modulo 10,000. */
    @Test
    void isWhatOthersCompute() {
        assertThat(SampleHash.of("pilot-2026", "13047")).isEqualTo(922);
        assertThat(SampleHash.of("pilot-2026", "17850")).isEqualTo(2_932);
        assertThat(SampleHash.of("קיץ", "לקוח-1")).isEqualTo(6_838);
    }

    /** The 99.9 % quantile of chi-squared with 99 degrees of freedom is 148.2. */
    @Test
    void isUniform() {
        int[] counts = new int[100];
        for (int i = 0; i < CUSTOMERS; i++) {
            counts[SampleHash.of("pilot", "customer-" + i) / 100]++;
        }
        double expected = CUSTOMERS / 100.0;
        double chiSquared = 0;
        for (int count : counts) {
            chiSquared += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquared).isLessThan(148.2);
    }

    @Test
    void isIndependentOfThatWithAnotherSalt() {
        int both = 0;
        for (int i = 0; i < CUSTOMERS; i++) {
            both += SampleHash.of("pilot", "" + i) < 1_000 && SampleHash.of("pilot-2", "" + i) < 1_000 ? 1 : 0;
        }
        // A hundredth of all, with four standard deviations of a binomial.
        assertThat(both).isCloseTo(CUSTOMERS / 100, within(178));
    }

    @Test
    void tellsSaltAndIdApart() {
        assertThat(SampleHash.of("a", "bc")).isNotEqualTo(SampleHash.of("ab", "c"));
    }

    @Test
    void refusesAShareThatIsNone() {
        for (int hundredths : new int[] {0, -1, 10_001}) {
            assertThatThrownBy(() -> new Condition.Sample("s", hundredths))
                    .hasMessage("sample of " + hundredths + " hundredths of a percent, expected 1 to 10000");
        }
    }
}
