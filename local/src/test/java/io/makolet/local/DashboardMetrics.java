package io.makolet.local;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What dashboards and alerts read, as the deployment lists it. */
final class DashboardMetrics {

    private static final Path LIST = Path.of("../deploy/monitoring/metrics.txt");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();

    /** Waits until a running system reports all of it, under these names. */
    void await(Endpoints system) throws Exception {
        await("job", system.jobMetrics());
        await("serving", system.http() + "/metrics");
    }

    private void await(String who, String page) throws Exception {
        List<String> names;
        try (Stream<String> lines = Files.lines(LIST)) {
            names = lines.filter(line -> line.startsWith(who + " "))
                    .map(line -> line.substring(who.length() + 1))
                    .toList();
        }
        assertThat(names).isNotEmpty();
        Set<String> missing = new TreeSet<>(names);
        Patience.of(PATIENCE).until(() -> {
            missing.removeAll(reported(page));
            return missing.isEmpty();
        });
        assertThat(missing).as("metrics that %s does not report", page).isEmpty();
    }

    private Set<String> reported(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }
}
