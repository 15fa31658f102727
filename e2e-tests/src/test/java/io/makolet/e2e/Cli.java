package io.makolet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The makolet command line, each command in a process of its own. */
final class Cli {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LONG_RUNNING = Set.of("up", "demo", "replay", "dry-run", "bench");

    /** What a command answered. */
    record Answer(int exit, String out, String err) {

        /** The answer of a command that was expected to succeed. */
        Answer ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + ": " + err + out);
            }
            return this;
        }

        /** The answer as JSON. */
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    private Cli() {}

    /** Root of the project. */
    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static Answer run(String... arguments) throws IOException, InterruptedException {
        return start(List.of(arguments)).answer();
    }

    /** Starts a command and leaves it running. */
    static Running start(List<String> arguments) throws IOException {
        Path out = Files.createTempFile("makolet", ".out");
        Path err = Files.createTempFile("makolet", ".err");
        Process process = new ProcessBuilder(command(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(process, out, err);
    }

    /** A command that was started. */
    record Running(Process process, Path out, Path err) {

        Answer answer() throws IOException, InterruptedException {
            int exit = process.waitFor();
            Answer answer = new Answer(
                    exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return answer;
        }
    }

    /**
     * What the script {@code makolet} comes to when nothing is to be built; but no command of a test runs so long that the
     * second compiler pays for itself.
     */
    static List<String> command(List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String libraries = root().resolve("local/target/makolet/lib") + "/*";
        List<String> command = new ArrayList<>(List.of(java, "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"));
        command.addAll(
                LONG_RUNNING.contains(arguments.get(0))
                        ? List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=10", "-Xmx768m")
                        : List.of("-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", libraries, "io.makolet.local.Makolet"));
        command.addAll(arguments);
        return command;
    }
}
