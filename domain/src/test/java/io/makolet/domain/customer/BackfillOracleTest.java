package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a backfill reads in, against a customer who was under the definitions all along. */
class BackfillOracleTest {

    /** A number of cases and not a time, so that each run compares the same. */
    private static final int CASES = Integer.getInteger("makolet.backfill.cases", 600);

    @Test
    void equalsACustomerWhoWasUnderTheDefinitionsFromTheBeginning() {
        int about = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            BackfillCase one = new BackfillCase(seed);
            try {
                one.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + "\n" + one, e);
            }
            about += one.isAboutSomething() ? 1 : 0;
        }
        assertThat(about).isGreaterThan(CASES / 3);
    }
}
