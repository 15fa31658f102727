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

    @Test
    void scoreByFifths() {
        String fifths = """

                ---
                kind: CutPoints
                id: ages
                as_of: 2026-11-01
                customers: 12
                of: {recency: {event: purchase}}
                points: {20: 1d, 40: 3d, 60: 9d, 80: 90d}
                ---
                kind: CutPoints
                id: orders
                as_of: 2026-11-01
                customers: 12
                of: {aggregate: {event: purchase, fn: count}}
                points: {20: 1, 40: 2, 60: 5, 80: 9}
                """;
        assertThat(body("{rfm: {recency: ages, frequency: orders, r: '>= 4', f: '== 5'}}" + fifths))
                .isEqualTo(body("{all: [{recency: {event: purchase, is: '< 3d'}},"
                        + " {aggregate: {event: purchase, fn: count, is: '>= 9'}}]}"));
        assertThat(body("{rfm: {recency: ages, r: '== 3'}}" + fifths))
                .isEqualTo(body("{all: [{recency: {event: purchase, is: '>= 3d'}},"
                        + " {recency: {event: purchase, is: '< 9d'}}]}"));
        assertThat(body("{rfm: {frequency: orders, recency: ages, r: '<= 1', f: '<= 2'}}" + fifths))
                .isEqualTo(body("{all: [{recency: {event: purchase, is: '>= 90d'}},"
                        + " {aggregate: {event: purchase, fn: count, is: '< 2'}}]}"));
    }

    private static Definition.Body body(String when) {
        return draft(when).body();
    }

    private static Draft draft(String when) {
        return Shop.drafts(Shop.withHead("when: " + when)).get(0);
    }
}
