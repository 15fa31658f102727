package io.makolet.local.replay;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.makolet.client.Tracker;
import io.makolet.domain.event.Event;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door of a serving node, behind those who wait for an answer. A node or a broker that is away for half a minute is
 * waited for. Heartbeats go to the log itself, behind the events before them: they are nobody's. Not thread safe.
 */
public final class IngestEventLog implements EventLog {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Events that nobody has answered for yet. */
    private static final int MOST_OPEN = 2_000;

    private record Refused(Event event, String reason) {}

    private final String address;
    private final String source;
    private final ManagedChannel channel;
    private final Tracker tracker;
    private final BiConsumer<Event, String> refusals;
    private final Supplier<EventLog> clock;
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Status> failure = new AtomicReference<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private @Nullable EventLog log;

    /**
     * @param address host and port of the node
     * @param source system that the events come from, such as import
     * @param clock opens the log that takes heartbeats
     * @param refusals takes the events that the node refuses for what they are, and why
     */
    public IngestEventLog(String address, String source, Supplier<EventLog> clock, BiConsumer<Event, String> refusals) {
        this.address = address;
        this.source = source;
        this.clock = clock;
        this.refusals = refusals;
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("makolet-priority", Metadata.ASCII_STRING_MARSHALLER), "batch");
        this.channel = ManagedChannelBuilder.forTarget(address)
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        this.tracker = new Tracker(channel, MOST_OPEN, PATIENCE);
    }

    @Override
    public void send(Event event) {
        tellProblems();
        try {
            open.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        CompletableFuture<Status> became = tracker.track(TrackedEvents.of(event, source));
        boolean lost = became.isDone();
        CompletableFuture<?> answered = became.thenAccept(status -> {
            open.release();
            note(event, status);
        });
        // They are answered in their order, but for one that is lost before it is sent.
        last = lost ? last : answered;
    }

    private void note(Event event, Status status) {
        if (status.getCode() == Status.Code.INVALID_ARGUMENT) {
            refused.add(new Refused(event, String.valueOf(status.getDescription())));
        } else if (!status.isOk()) {
            failure.compareAndSet(null, status);
        }
    }

    @Override
    public void heartbeat(long throughMillis, boolean more) {
        tellProblems();
        EventLog marked = log == null ? clock.get() : log;
        log = marked;
        last = last.thenRun(() -> {
            if (failure.get() == null) {
                marked.heartbeat(throughMillis, more);
            }
        });
    }

    @Override
    public void flush() {
        try {
            last.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EventLogException known
                    ? known
                    : new EventLogException("a heartbeat can't be appended: " + e.getCause(), e);
        }
        tellProblems();
        if (log != null) {
            log.flush();
        }
    }

    private void tellProblems() {
        for (Refused one = refused.poll(); one != null; one = refused.poll()) {
            refusals.accept(one.event(), one.reason());
        }
        Status status = failure.get();
        if (status != null) {
            throw new EventLogException(
                    "the serving node at " + address + " did not take an event: " + status.getCode() + " "
                            + status.getDescription(),
                    status.asRuntimeException());
        }
    }

    private static EventLogException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EventLogException("interrupted while events were on their way to the log", e);
    }

    @Override
    public void close() {
        if (failure.get() != null || Thread.currentThread().isInterrupted()) {
            // What is still on its way is of no use: the log did not get what was before it.
            tracker.abandon();
        }
        tracker.close();
        channel.shutdownNow();
        if (log != null) {
            log.close();
        }
    }
}
