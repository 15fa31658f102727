package io.makolet.local;

import io.makolet.schemas.registry.ApicurioProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema registry: a child process, watched. */
final class Registry implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final int MISSED_ANSWERS = 3;
    private static final long MOST_LOGGED = 4 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final ApicurioProcess process;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private int missed;

    private Registry(ApicurioProcess process) {
        this.process = process;
    }

    /** Starts the registry on the data in a home; returns when it answers. */
    static Registry start(Home home, int port) throws IOException {
        Path log = home.logs().resolve("registry.log");
        if (Files.exists(log) && Files.size(log) > MOST_LOGGED) {
            Files.move(log, home.logs().resolve("registry-1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Path installation = Installation.find().resolve("registry");
        try {
            return new Registry(ApicurioProcess.start(installation, home.registry(), log, port));
        } catch (IOException e) {
            if (!Ports.isFree(port)) {
                throw new InvalidInput(
                        "port " + port + " for the schema registry is taken, choose another with --registry-port");
            }
            throw e;
        }
    }

    /** Address of its Confluent API. */
    String url() {
        return process.url();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public Optional<String> failure() {
        if (!process.isAlive()) {
            return Optional.of("process " + process.pid() + " is gone");
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                    .timeout(ANSWER)
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            missed = status == 200 ? 0 : missed + 1;
        } catch (IOException e) {
            missed++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return missed < MISSED_ANSWERS
                ? Optional.empty()
                : Optional.of(
                        "process " + process.pid() + " gave no usable answer " + MISSED_ANSWERS + " times in a row");
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException e) {
            LOG.warn("The registry's process could not be cleaned up", e);
        }
    }
}
