package io.makolet.client;

import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.makolet.v1.IngestGrpc;
import io.makolet.v1.TrackFailure;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import io.makolet.v1.TrackedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells Makolet what customers did: in batches, one after the other, in the order in which it was told. Who tells never
 * waits. Safe for threads.
 */
public final class Tracker implements AutoCloseable {

    private static final int MOST_EVENTS = 500;
    /** Of the events of a request together, unless one alone has more. */
    private static final int MOST_BYTES = 250 << 10;

    /** A request has at most 1 MiB. */
    private static final int MOST_BYTES_OF_ONE = 1_000_000;

    private static final int CALL_SECONDS = 10;

    private record Waiting(TrackedEvent event, CompletableFuture<Status> became) {}

    private final IngestGrpc.IngestBlockingStub ingest;
    private final int most;
    private final Duration patience;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Thread sender = new Thread(this::send, "makolet-tracker");
    private int open;
    private boolean closing;

    /**
     * Begins.
     *
     * @param most events that may wait; what is more is lost, and told so
     * @param patience how long the same events are sent again while nobody takes them
     */
    public Tracker(Channel channel, int most, Duration patience) {
        this.ingest = IngestGrpc.newBlockingStub(channel);
        this.most = most;
        this.patience = patience;
        sender.setDaemon(true);
        sender.start();
    }

    /**
     * Sends an event soon; one without an id gets one, and one without a time happens now.
     *
     * @return what becomes of it: {@code OK} when the log has it; otherwise it is lost, and the status says why. It never
     *     fails, and may be left alone
     */
    public CompletableFuture<Status> track(TrackedEvent event) {
        Waiting one = new Waiting(complete(event), new CompletableFuture<>());
        int bytes = one.event().getSerializedSize();
        if (bytes > MOST_BYTES_OF_ONE) {
            return lost(Status.INVALID_ARGUMENT.withDescription("event "
                    + one.event().getId() + " has " + bytes + " bytes, expected at most " + MOST_BYTES_OF_ONE));
        }
        synchronized (this) {
            if (closing) {
                return lost(Status.UNAVAILABLE.withDescription("the tracker is closed"));
            }
            if (open >= most) {
                return lost(
                        Status.RESOURCE_EXHAUSTED.withDescription(open + " events wait, expected fewer than " + most));
            }
            open++;
            waiting.add(one);
            notifyAll();
        }
        return one.became();
    }

    private static CompletableFuture<Status> lost(Status why) {
        return CompletableFuture.completedFuture(why);
    }

    private static TrackedEvent complete(TrackedEvent event) {
        TrackedEvent.Builder complete = event.toBuilder();
        if (event.getId().isEmpty()) {
            complete.setId(UUID.randomUUID().toString());
        }
        if (!event.hasTime()) {
            Instant now = Instant.now();
            complete.setTime(
                    Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
        }
        return complete.build();
    }

    /** Takes no more, and gives up what waits: it may have been taken, or not. */
    public void abandon() {
        List<Waiting> given;
        synchronized (this) {
            closing = true;
            given = List.copyOf(waiting);
            waiting.clear();
            open -= given.size();
        }
        sender.interrupt();
        given.forEach(one -> one.became().complete(Status.UNAVAILABLE.withDescription("the tracker gave it up")));
    }

    /** Takes no more, and returns when it is known of all that waits what became of it. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            sender.join();
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        for (List<Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
            List<Status> became = send(batch);
            synchronized (this) {
                open -= batch.size();
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).became().complete(became.get(i));
            }
        }
    }

    /** What waits first, as much as a request takes; nothing once it is closed and nothing is left. */
    private synchronized List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (waiting.isEmpty() && !closing) {
                wait();
            }
        } catch (InterruptedException e) {
            closing = true;
        }
        int bytes = 0;
        for (Waiting one = waiting.peek(); one != null && batch.size() < MOST_EVENTS; one = waiting.peek()) {
            bytes += one.event().getSerializedSize();
            if (bytes > MOST_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Sends the same events, with the same ids, until they are taken or refused; what became of each. */
    private List<Status> send(List<Waiting> batch) {
        TrackRequest.Builder request = TrackRequest.newBuilder();
        batch.forEach(one -> request.addEvents(one.event()));
        long end = System.nanoTime() + patience.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return outcomes(
                        batch.size(),
                        ingest.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).track(request.build()));
            } catch (StatusRuntimeException e) {
                long pause = Pauses.nanosAfter(attempt);
                if (!mayPass(e.getStatus()) || System.nanoTime() + pause >= end || !Pauses.pause(pause)) {
                    return batch.stream().map(one -> e.getStatus()).toList();
                }
                connectAgain();
            }
        }
    }

    /** The pauses are ours: gRPC's own between two connections grow to two minutes. */
    private void connectAgain() {
        if (ingest.getChannel() instanceof ManagedChannel channel) {
            channel.resetConnectBackoff();
        }
    }

    private static List<Status> outcomes(int events, TrackResponse response) {
        List<Status> outcomes = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            outcomes.add(Status.OK);
        }
        for (TrackFailure failure : response.getFailuresList()) {
            outcomes.set(
                    failure.getIndex(),
                    Status.fromCodeValue(failure.getError().getCode())
                            .withDescription(failure.getError().getMessage()));
        }
        return outcomes;
    }

    /** A node that stops at once cancels what it has begun. */
    private static boolean mayPass(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, ABORTED, CANCELLED -> true;
            default -> false;
        };
    }
}
