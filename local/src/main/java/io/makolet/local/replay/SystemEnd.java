package io.makolet.local.replay;

import io.makolet.local.Failure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts work on a system when its process ends, which would otherwise wait for it in vain until its patience ends.
 */
final class SystemEnd implements AutoCloseable {

    /** Work that is interrupted. */
    interface Work<T> {
        T run() throws IOException;
    }

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long process;
    private CompletableFuture<?> exit = CompletableFuture.completedFuture(null);

    private SystemEnd(long process) {
        this.process = process;
    }

    static SystemEnd interrupting(Thread worker, long process) {
        SystemEnd end = new SystemEnd(process);
        if (process != ProcessHandle.current().pid()) {
            end.exit = ProcessHandle.of(process)
                    .map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null))
                    .thenRun(() -> {
                        if (!end.closed.get()) {
                            end.ended.set(true);
                            worker.interrupt();
                        }
                    });
        }
        return end;
    }

    /** Runs the work; a failure of it that comes of the system's end is told as such. */
    <T> T explain(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (RuntimeException e) {
            if (ended.get()) {
                Thread.interrupted();
                throw new Failure(
                        "the system's process " + process
                                + " ended while the replay ran; start it and give the same command again to go on",
                        e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        closed.set(true);
        exit.cancel(false);
        if (ended.get()) {
            Thread.interrupted();
        }
    }
}
