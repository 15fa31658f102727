package io.makolet.local;

import io.makolet.schemas.registry.DiesWithParent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code makolet up} in a process of its own that ends with ours, however ours ends: whoever measures it isn't stopped when
 * it collects memory.
 */
final class SeparateSystem implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final Path home;
    private final Thread output;

    private SeparateSystem(Process process, Path home, Consumer<String> out) {
        this.process = process;
        this.home = home;
        this.output = new Thread(() -> forward(process, out), "system-output");
    }

    /**
     * Starts it on free ports with the memory and the collector that this process has; returns when all parts answer.
     *
     * @param home folder of the system
     * @param out takes the lines that it prints
     * @throws Failure if it ends as it starts, or does not answer in time
     */
    static SeparateSystem start(Path home, Consumer<String> out) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DiesWithParent.class.getName()));
        command.addAll(List.of(Makolet.class.getName(), "up", "--home", home.toString(), "--free-ports"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        SeparateSystem system = new SeparateSystem(process, home, out);
        system.output.setDaemon(true);
        system.output.start();
        try {
            system.awaitAnswer();
            return system;
        } catch (RuntimeException | Error e) {
            system.close();
            throw e;
        }
    }

    /** Where its parts answer. */
    Endpoints endpoints() {
        return Endpoints.of(home);
    }

    /** Stops it cleanly, and waits until it is gone and all it said is told. */
    @Override
    public void close() {
        // Not process.destroy(), which would close the pipe on which it tells how it stops.
        process.toHandle().destroy();
        if (!goneWithin(GRACE)) {
            process.destroyForcibly();
        }
        try {
            output.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!Files.exists(home.resolve(Endpoints.FILE))) {
            if (goneWithin(POLL)) {
                throw new Failure("the system ended with status " + process.exitValue() + " as it started, see above");
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("the system did not answer within " + STARTUP.toSeconds() + " s, see " + home);
            }
        }
    }

    private boolean goneWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static void forward(Process process, Consumer<String> out) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(out);
        } catch (IOException | UncheckedIOException e) {
            out.accept("no more is heard of process " + process.pid() + ": " + e.getMessage());
        }
    }
}
