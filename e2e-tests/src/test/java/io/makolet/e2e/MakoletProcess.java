package io.makolet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** A running {@code makolet up} in a process of its own. */
final class MakoletProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDPOINTS = "endpoints.json";

    private final Path home;
    private final Process process;

    private MakoletProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts the system on a home and waits until all its parts answer. */
    static MakoletProcess up(Path home, String... options) throws IOException {
        return start(home, Cli.command(arguments(home, options)), process -> home);
    }

    /**
     * Starts the system on a home that is a disk of its own, in memory, which only it and {@link #home()} see.
     *
     * @param size of the disk, as mount takes it
     */
    static MakoletProcess upOnDiskOf(String size, Path home, String... options) throws IOException {
        Files.createDirectories(home);
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "bash",
                "-c",
                "mount -t tmpfs -o size=" + size + " tmpfs " + home + " && exec \"$@\"",
                "up"));
        command.addAll(Cli.command(arguments(home, options)));
        return start(home, command, process -> Path.of("/proc/" + process.pid() + "/root" + home));
    }

    private static List<String> arguments(Path home, String... options) {
        List<String> arguments = new ArrayList<>(List.of("up", "--home", home.toString(), "--free-ports"));
        arguments.addAll(List.of(options));
        return arguments;
    }

    private static MakoletProcess start(Path home, List<String> command, Function<Process, Path> seenAs)
            throws IOException {
        Path output = home.resolveSibling(home.getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        MakoletProcess system = new MakoletProcess(seenAs.apply(process), process);
        Awaitility.await("ready, see " + output)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .failFast("the system stopped, see " + output, () -> !process.isAlive())
                .until(system::isReady);
        return system;
    }

    /** Its home, as other processes see it. */
    Path home() {
        return home;
    }

    /** Address of a part, as the system tells it to other commands. */
    String address(String part) throws IOException {
        return endpoints().path(part).asText();
    }

    private boolean isReady() throws IOException {
        return Files.exists(home.resolve(ENDPOINTS)) && endpoints().path("pid").asLong() == process.pid();
    }

    private JsonNode endpoints() throws IOException {
        return JSON.readTree(home.resolve(ENDPOINTS).toFile());
    }

    /** Kills everything at once, as the kernel would: the system and its children. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        all.forEach(handle -> handle.onExit().join());
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the system did not stop within 60 s of being asked to");
        }
    }
}
