package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {

    private static final Instant START = Instant.parse("2026-11-01T10:20:30.456Z");

    @TempDir
    private Path home = Path.of("");

    @Test
    void areReadAsTheyWereWritten() throws IOException {
        Endpoints written = Endpoints.of(LocalConfig.in(home).withClock(Clock.LOG), START);
        written.write(home);
        assertThat(Endpoints.of(home)).isEqualTo(written);
    }

    @Test
    void haveTheNamesThatScriptsRelyOn() throws IOException {
        Endpoints.of(LocalConfig.in(home), START).write(home);
        JsonNode json =
                new ObjectMapper().readTree(home.resolve("endpoints.json").toFile());
        assertThat(json.path("grpc").asText()).isEqualTo("127.0.0.1:9400");
        assertThat(json.path("http").asText()).isEqualTo("http://127.0.0.1:9480");
        assertThat(json.path("kafka").asText()).isEqualTo("127.0.0.1:9492");
        assertThat(json.path("registry").asText()).isEqualTo("http://127.0.0.1:9481/apis/ccompat/v7");
        assertThat(json.path("jobMetrics").asText()).isEqualTo("http://127.0.0.1:9490/metrics");
        assertThat(json.path("clock").asText()).isEqualTo("wall");
        assertThat(json.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(json.path("started_at").asText()).isEqualTo("2026-11-01T10:20:30.456Z");
    }

    @Test
    void sayHowToStartASystemWhereNoneRuns() {
        assertThatThrownBy(() -> Endpoints.of(home))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no system is running in home " + home)
                .hasMessageContaining("makolet up --home");
    }

    @Test
    void ofAKilledSystemAreNotBelieved() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        Files.writeString(
                home.resolve("endpoints.json"), "{\"grpc\": \"127.0.0.1:1\", \"pid\": " + process.pid() + "}");
        assertThatThrownBy(() -> Endpoints.of(home)).hasMessageContaining("process " + process.pid() + " is gone");
    }
}
