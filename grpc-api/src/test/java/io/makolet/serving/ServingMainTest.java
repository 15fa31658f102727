package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node as a process of its own. */
class ServingMainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void endsCleanlyWhenItIsToldTo() throws Exception {
        int http = EmbeddedBroker.freePort();
        Path properties = directory.resolve("node.properties");
        Files.writeString(
                properties, "grpc.port=0\nhost=127.0.0.1\ndata.directory=" + directory.resolve("data") + "\n");
        Process process = start(
                Map.of(
                        "MAKOLET_SERVING_HTTP_PORT", Integer.toString(http),
                        "MAKOLET_SERVING_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                        "MAKOLET_SERVING_REGISTRY_URL", "http://127.0.0.1:1"),
                properties.toString());
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status(http, "/healthz") == 200);
            assertThat(status(http, "/readyz")).isEqualTo(503);
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(output()).doesNotContain("ERROR");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysWhatIsWrongWithItsConfiguration() throws Exception {
        Process process = start(Map.of("MAKOLET_SERVING_CLOCK", "sundial"));
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(output())
                    .contains("clock (MAKOLET_SERVING_CLOCK) is 'sundial', expected wall or log")
                    .contains("bootstrap.servers (MAKOLET_SERVING_BOOTSTRAP_SERVERS) is missing");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ServingMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
