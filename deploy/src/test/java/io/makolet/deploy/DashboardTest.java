package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardTest {
    private static final String SOURCE = "${datasource}";
    private static final int GRID_WIDTH = 24;

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void thereIsAnOverview() {
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.content().path("uid").asText())
                .contains("makolet-overview")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveIdsOfTheirOwn(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .isNotEmpty()
                .extracting(panel -> panel.path("id").asInt(-1))
                .doesNotContain(-1)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyGraphSaysWhatItShowsAndInWhichUnit(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(panel.path("title").asText()).isNotBlank());
        assertThat(dashboard.graphs()).isNotEmpty().allSatisfy(graph -> {
            assertThat(graph.path("description").asText())
                    .as(graph.path("title").asText())
                    .endsWith(".");
            assertThat(graph.at("/fieldConfig/defaults/unit").asText())
                    .as(graph.path("title").asText())
                    .isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyGraphReadsFromTheSourceThatTheReaderChooses(Dashboard dashboard) {
        JsonNode variable = dashboard.content().at("/templating/list/0");
        assertThat(variable.path("type").asText()).isEqualTo("datasource");
        assertThat("${" + variable.path("name").asText() + "}").isEqualTo(SOURCE);
        assertThat(dashboard.graphs()).allSatisfy(graph -> {
            assertThat(graph.at("/datasource/uid").asText()).isEqualTo(SOURCE);
            assertThat(Dashboard.list(graph.path("targets"))).isNotEmpty().allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo(SOURCE);
                assertThat(target.path("legendFormat").asText()).isNotBlank();
            });
            assertThat(graph.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsStandSideBySideWithoutOverlap(Dashboard dashboard) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).as(panel.path("title").asText()).isLessThanOrEqualTo(GRID_WIDTH);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt();
                        y < place.path("y").asInt() + place.path("h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s at %d, %d", panel.path("title").asText(), x, y)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void ratesFollowTheIntervalOfTheGraph(Dashboard dashboard) {
        assertThat(dashboard.graphs())
                .filteredOn(graph -> graph.path("type").asText().equals("timeseries"))
                .flatExtracting(graph -> graph.path("targets").findValuesAsText("expr"))
                .filteredOn(expression -> expression.contains("rate("))
                .isNotEmpty()
                .allSatisfy(expression -> assertThat(expression).contains("[$__rate_interval]"));
    }
}
