package io.makolet.serving.watch;

import io.makolet.schemas.SchemaRegistry;
import io.makolet.serving.watch.WatchEndedException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches of transitions: a bounded number, each with a thread and a connection to the log of its own. Thread safe. */
public final class WatchDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchDesk.class);

    /** Watches at a time. */
    static final int MOST = 32;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final Map<String, Object> client;
    private final SchemaRegistry registry;
    private final ToLongFunction<byte[]> erasedThrough;
    private final Semaphore places = new Semaphore(MOST);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> new Thread(task, "watch-transitions"));

    /**
     * @param client settings of Kafka's clients
     * @param erasedThrough the instant, milliseconds UTC, before which everything of a customer (id, UTF-8) is forgotten
     */
    public WatchDesk(Map<String, Object> client, SchemaRegistry registry, ToLongFunction<byte[]> erasedThrough) {
        this.client = new HashMap<>(client);
        this.client.put(CommonClientConfigs.CLIENT_ID_CONFIG, "makolet-watch");
        this.registry = registry;
        this.erasedThrough = erasedThrough;
    }

    /**
     * Begins a watch.
     *
     * @throws WatchEndedException if there are too many, or this node is closing
     */
    public void watch(Start start, Watcher watcher) throws WatchEndedException {
        if (closing.get()) {
            throw closing();
        }
        if (!places.tryAcquire()) {
            throw new WatchEndedException(Reason.TOO_MANY, "more than " + MOST + " watches at a time");
        }
        try {
            threads.execute(() -> run(start, watcher));
        } catch (RejectedExecutionException e) {
            throw closing();
        }
    }

    private void run(Start start, Watcher watcher) {
        try {
            new TransitionTail(client, registry, watcher, erasedThrough, closing::get).follow(start);
            if (closing.get()) {
                watcher.ended(closing());
            }
        } catch (WatchEndedException e) {
            watcher.ended(e);
        } catch (RuntimeException e) {
            LOG.error("A watch of transitions failed", e);
            watcher.ended(new WatchEndedException(Reason.TRY_AGAIN, "the watch failed, see the log"));
        } finally {
            places.release();
        }
    }

    private static WatchEndedException closing() {
        return new WatchEndedException(Reason.TRY_AGAIN, "this node is closing");
    }

    /** Ends all watches: they are told to go on elsewhere. */
    @Override
    public void close() {
        closing.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                // What waits for a broker that is gone.
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
