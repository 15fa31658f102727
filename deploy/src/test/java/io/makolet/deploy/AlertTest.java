package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertTest {
    static List<JsonNode> alerts() {
        return Manifest.ofKind("PrometheusRule").stream()
                .flatMap(rule -> Dashboard.list(rule.content().at("/spec/groups")))
                .flatMap(group -> Dashboard.list(group.path("rules")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void saysHowBadItIsWhatSuffersAndWhereToLook(JsonNode alert) {
        assertThat(alert.path("alert").asText()).matches("Makolet[A-Z][A-Za-z]+");
        assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        assertThat(alert.at("/annotations/description").asText()).endsWith(".");
        assertThat(PromQl.metrics(alert.path("expr").asText())).isNotEmpty();
    }

    @Test
    void namesAreUnique() {
        assertThat(alerts())
                .extracting(alert -> alert.path("alert").asText())
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    /** The cases themselves need promtool, which Maven doesn't have: monitoring/check-alerts.sh runs them. */
    @Test
    void everyAlertHasACaseInWhichItFires() throws IOException {
        String cases = Files.readString(Path.of("monitoring/alerts.test.yaml"));
        assertThat(Pattern.compile("alertname=\"(\\w+)\"").matcher(cases).results())
                .extracting(match -> match.group(1))
                .containsExactlyInAnyOrderElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
    }
}
