package io.makolet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps servers that are measured on one processor, the first, and this process on the others, by {@code taskset} of
 * util-linux. Closing it gives this process its processors back.
 */
final class Processors implements AutoCloseable {

    private static final String TOOL = "taskset";

    private final String own = Long.toString(ProcessHandle.current().pid());
    private final String mask;

    private Processors(String mask) {
        this.mask = mask;
    }

    /** Moves this process away from the first processor. */
    static Processors share() {
        int processors = Runtime.getRuntime().availableProcessors();
        if (processors < 2) {
            throw new Failure("1 processor, expected at least 2: one for the servers, one for who asks them");
        }
        String shown = run("-p", Long.toString(ProcessHandle.current().pid()));
        Processors shared = new Processors(shown.substring(shown.lastIndexOf(' ') + 1));
        run("-a", "-c", "-p", "1-" + (processors - 1), shared.own);
        return shared;
    }

    /** The command that runs another on the first processor. */
    static List<String> pinned(List<String> command) {
        List<String> result = new ArrayList<>(List.of(TOOL, "-c", "0"));
        result.addAll(command);
        return result;
    }

    @Override
    public void close() {
        run("-a", "-p", mask, own);
    }

    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(TOOL));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new Failure(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new Failure("no " + TOOL + " to be run, expected it of util-linux (apt-get install util-linux)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while waiting for " + TOOL, e);
        }
    }
}
