package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void findsNamesAmongFunctionsLabelsRangesAndNumbers() {
        assertThat(
                        PromQl.metrics(
                                "time() - min by (job_name) (a_b:c{x=\"d(e)\", y!~\"f|g\"} > 0) / 1e3 > 30 offset 5m and on (h) i"))
                .containsExactly("a_b:c", "i");
    }

    @Test
    void readsAnAggregationWhoseLabelsComeLast() {
        assertThat(PromQl.metrics("sum(rate(requests_total[5m])) by (code) / ignoring(code) group_left sum(all_total)"))
                .containsExactly("all_total", "requests_total");
    }

    @Test
    void readsAVariableOfTheDashboardAsARange() {
        assertThat(PromQl.metrics("histogram_quantile(0.99, sum by (le) (rate(seconds_bucket[$__rate_interval])))"))
                .containsExactly("seconds_bucket");
    }
}
