package io.makolet.schemas.registry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * An Apicurio registry on this machine, in a process of its own that ends with ours, however ours ends.
 *
 * <p>It listens on the loopback address only and keeps its schemas in a directory. Of what it has answered nothing is
 * lost when it is killed.
 */
public final class ApicurioProcess implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TOLD_LINES = 5;
    private static final String API = "/apis/ccompat/v7";

    private final Process process;
    private final Path pidFile;
    private final int port;

    private ApicurioProcess(Process process, Path pidFile, int port) {
        this.process = process;
        this.pidFile = pidFile;
        this.port = port;
    }

    /**
     * Starts a registry and waits until it answers. One that an earlier process of ours left behind with the same data
     * is stopped first.
     *
     * @param installation directory with the unpacked Apicurio
     * @param data directory that keeps the schemas; made if it is missing
     * @param log file to which the registry's output is appended
     * @param port port on the loopback address
     * @throws IOException if the port is taken, a registry with this data runs already, or it doesn't come up; the
     *     message says which
     */
    public static ApicurioProcess start(Path installation, Path data, Path log, int port) throws IOException {
        Path home = Files.createDirectories(data.toAbsolutePath().normalize());
        Files.createDirectories(log.toAbsolutePath().getParent());
        Path pidFile = home.resolve("registry.pid");
        String mark = "-Dmakolet.registry=" + home;
        Orphan.stop(pidFile, mark);
        requireFree(port);
        Path jar = runner(installation);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        mark,
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-cp",
                        guard(home) + File.pathSeparator + jar,
                        DiesWithParent.class.getName(),
                        mainClass(jar))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .put("REGISTRY_DATASOURCE_URL", "jdbc:h2:file:" + home.resolve("registry") + ";WRITE_DELAY=0");
        ApicurioProcess started = new ApicurioProcess(builder.start(), pidFile, port);
        try {
            Orphan.remember(pidFile, started.process.toHandle());
            started.awaitAnswer(log);
            return started;
        } catch (IOException | RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** Base address of its Confluent API. */
    public String url() {
        return "http://127.0.0.1:" + port + API;
    }

    /** Number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Is it still there? */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(pidFile);
    }

    private void awaitAnswer(Path log) throws IOException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!answers()) {
            if (exitedWithin(POLL)) {
                throw new IOException("the schema registry ended with status " + process.exitValue()
                        + " as it started: " + lastLines(log));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the schema registry didn't answer at " + url() + " within " + STARTUP.toSeconds()
                        + " s: " + lastLines(log));
            }
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url() + "/subjects").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean exitedWithin(Duration time) throws IOException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the schema registry starts", e);
        }
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.setReuseAddress(true);
        } catch (BindException e) {
            throw new IOException("port " + port + " for the schema registry is taken, expected a free one", e);
        }
    }

    private static Path runner(Path installation) throws IOException {
        try (Stream<Path> files = Files.list(installation.toAbsolutePath())) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "no *-runner.jar in " + installation + ", expected an unpacked Apicurio registry"));
        }
    }

    private static String mainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Main-Class");
        }
    }

    /** A class path of one class: the rest of ours would get in Apicurio's way. */
    private static Path guard(Path home) throws IOException {
        String resource = DiesWithParent.class.getName().replace('.', '/') + ".class";
        Path root = home.resolve("guard");
        Path target = root.resolve(resource);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = DiesWithParent.class.getClassLoader().getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IOException("no resource " + resource + ", expected it beside " + ApicurioProcess.class);
            }
            Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return root;
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.startsWith("\tat "))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }
}
