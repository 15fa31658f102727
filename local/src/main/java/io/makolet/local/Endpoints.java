package io.makolet.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.makolet.benchmarks.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where a running system answers: {@code endpoints.json} in its home.
 *
 * @param grpc host and port of the API
 * @param http address of the serving node's HTTP port
 * @param kafka host and port of the log
 * @param registry address of the schema registry's Confluent API
 * @param jobMetrics address of the job's metrics
 * @param job address of the stream engine's REST API
 * @param clock wall or log
 * @param pid process that runs it
 * @param startedAt when it was started, ISO 8601, UTC
 */
public record Endpoints(
        String grpc,
        String http,
        String kafka,
        String registry,
        String jobMetrics,
        String job,
        String clock,
        long pid,
        @JsonProperty("started_at") String startedAt) {

    static final String FILE = "endpoints.json";

    private static final String HOST = "127.0.0.1:";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Endpoints of(LocalConfig config, Instant now) {
        Ports ports = config.ports();
        return new Endpoints(
                HOST + ports.grpc(),
                "http://" + HOST + ports.http(),
                HOST + ports.kafka(),
                "http://" + HOST + ports.registry() + "/apis/ccompat/v7",
                "http://" + HOST + ports.jobMetrics() + "/metrics",
                "http://" + HOST + ports.job(),
                config.clock().word(),
                ProcessHandle.current().pid(),
                now.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** The system as benchmarks take it. */
    Target target(Path home) {
        return new Target(kafka, registry, home.resolve("schemas"), grpc, List.of(pid));
    }

    /** Of the system that runs in a home; refuses a home in which none runs. */
    public static Endpoints of(Path home) {
        Path file = home.resolve(FILE);
        Endpoints found;
        try {
            found = JSON.readValue(Files.readString(file), Endpoints.class);
        } catch (NoSuchFileException e) {
            throw new Failure(notRunning(home));
        } catch (JsonProcessingException e) {
            throw new Failure(file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!ProcessHandle.of(found.pid()).map(ProcessHandle::isAlive).orElse(false)) {
            throw new Failure("process " + found.pid() + " is gone: " + notRunning(home));
        }
        return found;
    }

    private static String notRunning(Path home) {
        return "no system is running in home " + home + ", start one with: makolet up --home " + home;
    }

    void write(Path home) throws IOException {
        Path draft = home.resolve(FILE + ".new");
        Files.writeString(draft, JSON.writeValueAsString(this) + "\n");
        Files.move(draft, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    static void remove(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(FILE));
    }
}
