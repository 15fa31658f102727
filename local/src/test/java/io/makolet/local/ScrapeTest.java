package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {

    private static final String TEXT = "# HELP events Number of events\n"
            + "# TYPE events counter\n"
            + "events{task=\"a {b}\",subtask=\"0\"} 3.0\n"
            + "events{task=\"a {b}\",subtask=\"1\"} 4 1700000000000\n"
            + "\n"
            + "plain 1e3\n"
            + "largest +Inf\n";

    @Test
    void sumsEachMetricOverItsLabels() {
        Scrape scrape = Scrape.parse(TEXT);
        assertThat(scrape.sum("events")).hasValue(7);
        assertThat(scrape.sum("plain")).hasValue(1000);
        assertThat(scrape.sum("largest")).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(Scrape.parse(TEXT).sum("other")).isEmpty();
        assertThat(Scrape.parse("").sums()).isEmpty();
    }
}
