package io.makolet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry whose parent was killed: remembered by process id and start time, so that no other process is taken for it. */
final class RegistryOrphan {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryOrphan.class);
    private static final String FILE = "process";

    private RegistryOrphan() {}

    static void remember(Process process, Path data) throws IOException {
        Files.writeString(data.resolve(FILE), process.pid() + " " + started(process.toHandle()) + "\n");
    }

    /** Stops the registry that was started for this data and still runs, if there is one. */
    static void stop(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        String[] words = Files.readString(file).strip().split(" ", 2);
        if (words.length == 2 && words[0].matches("[0-9]{1,18}")) {
            Optional<ProcessHandle> found =
                    ProcessHandle.of(Long.parseLong(words[0])).filter(p -> started(p).equals(words[1]));
            if (found.isPresent() && found.get().isAlive()) {
                LOG.warn("Stopping the registry left behind as process {}", words[0]);
                end(found.get());
            }
        }
        Files.delete(file);
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /** Ends a process: asked first, forced after ten seconds. */
    static void end(ProcessHandle process) {
        process.destroy();
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            exit.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("process " + process.pid() + " cannot be awaited", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
