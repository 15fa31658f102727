package io.makolet.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts parts at the same time, and closes them in reverse of the order in which they were named. */
final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private record Named(String name, CompletableFuture<? extends AutoCloseable> part) {}

    private final long begin = System.nanoTime();
    private final Progress progress;
    private final Supervisor supervisor;
    private final Deque<Named> parts = new ArrayDeque<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService starters =
            Executors.newCachedThreadPool(task -> new Thread(task, "start-" + threads.incrementAndGet()));

    Assembly(Supervisor supervisor) {
        this.supervisor = supervisor;
        this.progress = supervisor.progress();
    }

    /** Starts a part that is started again whenever it dies. */
    <P extends Part> CompletableFuture<Supervised<P>> supervised(String name, String address, Callable<P> starter) {
        return part(name, address, () -> supervisor.start(name, starter));
    }

    /** Starts a part. Its starter may wait for others that were named before it. */
    <T extends AutoCloseable> CompletableFuture<T> part(String name, String address, Callable<T> starter) {
        CompletableFuture<T> part = step(name, address, starter);
        parts.push(new Named(name, part));
        return part;
    }

    /** Does something that leaves nothing to be closed. */
    <T> CompletableFuture<T> step(String name, String address, Callable<T> step) {
        return CompletableFuture.supplyAsync(
                () -> {
                    T result = call(step);
                    progress.ready(name, address, Duration.ofNanos(System.nanoTime() - begin));
                    return result;
                },
                starters);
    }

    private static <T> T call(Callable<T> step) {
        try {
            return step.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Waits for all; throws what the first that failed threw. */
    void await(CompletableFuture<?>... all) throws Exception {
        CompletableFuture<Object> failed = new CompletableFuture<>();
        CompletableFuture<?>[] watched = new CompletableFuture<?>[all.length];
        for (int i = 0; i < all.length; i++) {
            watched[i] = all[i].whenComplete((result, e) -> {
                if (e != null) {
                    failed.completeExceptionally(e);
                }
            });
        }
        try {
            CompletableFuture.anyOf(failed, CompletableFuture.allOf(watched)).join();
        } catch (CompletionException e) {
            Throwable cause = e;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof Exception exception) {
                throw exception;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        supervisor.stop();
        while (!parts.isEmpty()) {
            Named last = parts.pop();
            try {
                last.part().join().close();
                progress.stopped(last.name());
            } catch (Exception e) {
                LOG.warn("{} was not there or did not close", last.name(), e);
            }
        }
        starters.shutdown();
    }
}
