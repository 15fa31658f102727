package io.makolet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where a number comes from.
 *
 * @param machine processor, how many, memory
 * @param jdk version of the Java machine
 * @param commit of the sources, with {@code +changes} where they were changed; unknown outside of a repository
 * @param command that measures it again
 */
public record Provenance(String machine, String jdk, String commit, String command) {

    /** Of this process. */
    public static Provenance here(String command) {
        return new Provenance(describeMachine(), Runtime.version().toString(), currentCommit(), command);
    }

    private static String describeMachine() {
        String processor = line(Path.of("/proc/cpuinfo"), "model name");
        String memory = line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        long gigabytes = memory.isEmpty() ? 0 : Math.round(Long.parseLong(memory) / 1048576.0);
        return processor + " x " + Runtime.getRuntime().availableProcessors() + ", " + gigabytes + " GB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    private static String line(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String currentCommit() {
        String commit = git("rev-parse", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? commit : commit + "+changes";
    }

    private static String git(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "";
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
