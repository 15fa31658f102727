package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of metrics that running processes are held to, against those that dashboards and alerts read. */
class MetricsListTest {
    private static final Path LIST = Path.of("monitoring/metrics.txt");

    @Test
    void listsExactlyWhatDashboardsAndAlertsRead() throws IOException {
        Set<String> read = Stream.concat(
                        Dashboard.all().stream().flatMap(dashboard -> dashboard.expressions().stream()),
                        AlertTest.alerts().stream()
                                .map(alert -> alert.path("expr").asText()))
                .flatMap(expression -> PromQl.metrics(expression).stream())
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        assertThat(lines()).extracting(line -> line.get(1)).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void saysWhoReportsEachMetric() throws IOException {
        assertThat(lines()).allSatisfy(line -> {
            assertThat(line).hasSize(2);
            assertThat(line.get(0)).isEqualTo(line.get(1).startsWith("flink_") ? "job" : "serving");
        });
    }

    private static List<List<String>> lines() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(" ", -1)))
                .toList();
    }
}
