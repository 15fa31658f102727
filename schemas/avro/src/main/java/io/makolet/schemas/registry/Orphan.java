package io.makolet.schemas.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A registry that has outlived its parent: found by a file with the numbers of both, and known for sure by a word on its
 * command line, because process numbers are used again.
 */
final class Orphan {

    private static final long GRACE_SECONDS = 10;

    private Orphan() {}

    /** Remembers a child of this process. */
    static void remember(Path file, ProcessHandle child) throws IOException {
        Files.writeString(file, child.pid() + " " + ProcessHandle.current().pid() + "\n");
    }

    /**
     * Stops the remembered process, if it still runs and nobody owns it any more.
     *
     * @param mark word that stands on its command line and on no other's
     * @throws IOException if it runs and its parent does too, or if it can't be stopped
     */
    static void stop(Path file, String mark) throws IOException {
        List<Long> pids = read(file);
        if (pids.size() != 2) {
            return;
        }
        Optional<ProcessHandle> child = ProcessHandle.of(pids.get(0)).filter(handle -> isMarked(handle, mark));
        if (child.isEmpty()) {
            return;
        }
        long parent = pids.get(1);
        if (child.get().parent().filter(p -> p.pid() == parent).isPresent()) {
            throw new IOException("the schema registry with data in " + file.getParent() + " runs already, as process "
                    + child.get().pid() + " of process " + parent + ", expected that it doesn't");
        }
        stop(child.get());
    }

    private static void stop(ProcessHandle process) throws IOException {
        try {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS)
                    .get();
            process.destroyForcibly();
            process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("can't stop the orphaned schema registry, process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the orphaned schema registry stops", e);
        }
    }

    /** Java is told only the first 4 KB of a command line, or nothing: the mark stands in front, and all of it is short. */
    private static boolean isMarked(ProcessHandle handle, String mark) {
        return handle.info().arguments().stream().flatMap(Arrays::stream).anyMatch(mark::equals);
    }

    private static List<Long> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Arrays.stream(Files.readString(file).strip().split(" "))
                    .map(Long::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            return List.of();
        }
    }
}
