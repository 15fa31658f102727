package io.makolet.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The schema registry: Apicurio as a child process, its data on disk.
 *
 * <p>A child outlives a parent that is killed. Its process id is kept beside its data, so that the next start finds and
 * stops it before it opens the same files.
 */
final class RegistryProcess implements Part {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MISSED_ANSWERS = 3;

    private final Process process;
    private final URI probe;
    private final HttpClient http;
    private int missed;

    private RegistryProcess(Process process, URI probe, HttpClient http) {
        this.process = process;
        this.probe = probe;
        this.http = http;
    }

    /** Address of the Confluent API of a registry at this port. */
    static String address(int port) {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /**
     * Starts the registry; returns when it answers.
     *
     * @param application folder of the unpacked registry
     * @param data folder of its data
     * @param log file that its output is written to
     */
    static RegistryProcess start(RegistryApplication application, Path data, Path log, int port)
            throws IOException, InterruptedException, TimeoutException {
        RegistryOrphan.stop(data);
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(command(application, port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Ids must be on disk before anybody writes a record with them.
        builder.environment()
                .put("REGISTRY_DATASOURCE_URL", "jdbc:h2:file:" + data.resolve("registry") + ";WRITE_DELAY=0");
        Process process = builder.start();
        RegistryOrphan.remember(process, data);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        RegistryProcess registry = new RegistryProcess(process, URI.create(address(port) + "/subjects"), http);
        try {
            registry.awaitAnswer(log);
        } catch (Exception e) {
            registry.close();
            throw e;
        }
        return registry;
    }

    private static List<String> command(RegistryApplication application, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It answers a few questions at start and rests: compile little, keep few threads and a small heap.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-Xmx96m"));
        command.addAll(application.archiveOptions());
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.log.level=WARN");
        command.add("-Dquarkus.log.console.color=false");
        command.addAll(List.of("-jar", application.jar().toString()));
        return command;
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("it ended with status " + process.exitValue() + ", see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s, see " + log);
            }
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public Optional<String> failure() {
        if (!process.isAlive()) {
            return Optional.of("process " + process.pid() + " ended with status " + process.exitValue());
        }
        try {
            missed = answers() ? 0 : missed + 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return missed < MISSED_ANSWERS
                ? Optional.empty()
                : Optional.of("process " + process.pid() + " did not answer " + missed + " times in a row");
    }

    @Override
    public void close() {
        RegistryOrphan.end(process.toHandle());
    }
}
