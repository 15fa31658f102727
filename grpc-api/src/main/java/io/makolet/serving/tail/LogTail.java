package io.makolet.serving.tail;

import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.serving.store.StoreException;
import io.makolet.serving.store.ViewStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the log. Whatever goes wrong (no broker, no registry, no space), it tries again from where the
 * store is, for as long as it takes; meanwhile reads go on.
 */
public final class LogTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final Map<String, Object> client;
    private final ViewStore store;
    private final Readiness readiness;
    private final LogFollower follower;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "log-tail");

    private volatile @Nullable LogConnection connection;
    private String trouble = "";

    private LogTail(Map<String, Object> client, ViewStore store, Readiness readiness, LogFollower follower) {
        this.client = client;
        this.store = store;
        this.readiness = readiness;
        this.follower = follower;
    }

    /**
     * Starts to follow the log.
     *
     * @param client settings of Kafka's clients
     */
    public static LogTail start(
            Map<String, Object> client, ViewStore store, Readiness readiness, LogFollower follower) {
        LogTail tail = new LogTail(client, store, readiness, follower);
        tail.thread.start();
        return tail;
    }

    /** Stops following, after what is in hand has been written. */
    @Override
    public void close() {
        closing.complete(null);
        LogConnection current = connection;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The tail of the log did not stop within {}", CLOSE_WITHIN);
        }
    }

    private void run() {
        follower.load();
        Duration pause = FIRST_PAUSE;
        while (!closing.isDone()) {
            long began = System.nanoTime();
            followOnce();
            boolean lasted =
                    System.nanoTime() - began > LONGEST_PAUSE.multipliedBy(10).toNanos();
            pause = lasted ? FIRST_PAUSE : pause;
            pauseFor(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void followOnce() {
        try (LogConnection log = new LogConnection(client, closing)) {
            connection = log;
            follower.follow(log);
        } catch (WakeupException e) {
            LOG.debug("The tail of the log was told to stop");
        } catch (KafkaException e) {
            report("no log to follow at " + client.get("bootstrap.servers") + ": " + e.getMessage());
            if (isUnreachable(e) && store.readAt().isPresent() && !store.damaged()) {
                readiness.offline(trouble);
            }
        } catch (RegistryUnavailableException e) {
            report("the schema registry gives no answer: " + e.getMessage());
            readiness.stuck(trouble);
        } catch (StoreException e) {
            report(String.valueOf(e.getMessage()));
            readiness.stuck(trouble);
        } catch (RuntimeException e) {
            LOG.error("The tail of the log failed, and tries again", e);
            readiness.stuck("the tail of the log fails, see the log of this process: " + e.getClass());
        } finally {
            connection = null;
        }
    }

    /** No answer at all, or no such host: not an answer that we don't like. */
    private static boolean isUnreachable(KafkaException e) {
        return e instanceof TimeoutException || e.getCause() instanceof ConfigException;
    }

    private void report(String what) {
        if (!what.equals(trouble)) {
            trouble = what;
            LOG.warn("Following the log is interrupted, and tried again: {}", what);
        }
    }

    private void pauseFor(Duration pause) {
        try {
            closing.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            LOG.debug("Trying again after {}", pause);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
