package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dashboards and alerts read is there, under these names. */
class MetricsIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void metricsOfTheDashboardsAreThere() throws Exception {
        Path home = folder.resolve("home");
        try (MakoletProcess system = MakoletProcess.up(home)) {
            Cli.run("publish", Shop.ONLINE_RETAIL.definitions(), "--home", home.toString())
                    .ok();
            Cli.run("status", "--home", home.toString()).ok();
            has("job", URI.create(system.address("jobMetrics")));
            has("serving", URI.create(system.address("http") + "/metrics"));
        }
    }

    /** Waits until a page of metrics has all names that are read from it. */
    private static void has(String who, URI page) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        List<String> names;
        try (Stream<String> lines = Files.lines(Cli.root().resolve("deploy/monitoring/metrics.txt"))) {
            names = lines.filter(line -> line.startsWith(who + " "))
                    .map(line -> line.substring(who.length() + 1))
                    .toList();
        }
        assertThat(names).isNotEmpty();
        Awaitility.await("metrics of " + who)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(http.send(
                                        HttpRequest.newBuilder(page).build(),
                                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                                .body()
                                .lines()
                                .filter(line -> !line.startsWith("#"))
                                .map(line -> line.split("[{ ]", 2)[0])
                                .collect(Collectors.toSet()))
                        .containsAll(names));
    }
}
