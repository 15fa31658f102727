package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import org.junit.jupiter.api.Test;

/** Percentiles are nothing but comparisons with what was published. */
class PercentileReaderTest {

    private static final String VISITS = """

            ---
            kind: CutPoints
            id: visits
            as_of: 2026-11-01T09:00:00Z
            customers: 12
            of: {aggregate: {event: showroom_visit, fn: count}}
            points: {%s}
            """;

    private static final String LAST_ORDER = """

            ---
            kind: CutPoints
            id: last_order
            as_of: 2026-11-01
            customers: 12
            of: {recency: {event: purchase, of: first, where: e.amount > 0}}
            points: {20: 3d, 80: 90d}
            """;

    @Test
    void areComparisonsWithTheCutPoint() {
        assertThat(body("{percentile: {of: spend_year, is: '>= 90'}}"))
                .isEqualTo(body("{aggregate: {event: purchase, fn: sum, of: amount, over: 365d, is: '>= 1250.25'}}"));
        assertThat(body("{percentile: {of: spend_year, is: '< 20'}}"))
                .isEqualTo(body("{aggregate: {event: purchase, fn: sum, of: amount, over: 365d, is: '< 45.50'}}"));
        assertThat(body("{percentile: {of: last_order, is: '>= 80'}}" + LAST_ORDER))
                .isEqualTo(body("{recency: {event: purchase, of: first, where: e.amount > 0, is: '>= 90d'}}"));
    }

    @Test
    void changeWithThePublishedCutPoints() {
        String when = "{percentile: {of: visits, is: '>= 50'}}";
        assertThat(body(when + VISITS.formatted("50: 3")))
                .isEqualTo(body("{aggregate: {event: showroom_visit, fn: count, is: '>= 3'}}"))
                .isNotEqualTo(body(when + VISITS.formatted("50: 4")));
    }

    @Test
    void dependOnTheFieldsOfTheMetric() {
        assertThat(draft("{percentile: {of: last_order, is: '< 20'}}" + LAST_ORDER)
                        .eventFields())
                .isEqualTo(draft("{recency: {event: purchase, where: e.amount > 0, is: '< 3d'}}")
                        .eventFields())
                .isNotEmpty();
    }

    @Test
    void contradictEachOther() {
        assertThat(Shop.problems(Shop.withHead("""
                        when:
                          all:
                            - percentile: {of: spend_year, is: '>= 90'}
                            - percentile: {of: spend_year, is: '< 50'}
                        """))).startsWith("shop.yaml:8:");
    }

    private static Definition.Body body(String when) {
        return draft(when).body();
    }

    private static Draft draft(String when) {
        return Shop.drafts(Shop.withHead("when: " + when)).get(0);
    }
}
