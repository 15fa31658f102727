package io.makolet.serving.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.makolet.avro.SegmentTransition;
import io.makolet.serving.watch.Start;
import io.makolet.serving.watch.WatchDesk;
import io.makolet.serving.watch.WatchEndedException;
import io.makolet.serving.watch.Watcher;
import io.makolet.v1.Transition;
import io.makolet.v1.WatchTransitionsRequest;
import io.makolet.v1.WatchTransitionsResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells callers what changes, on no thread that others need. */
public final class WatchCall {

    private final WatchDesk desk;

    /** Calls that are answered from a desk. */
    public WatchCall(WatchDesk desk) {
        this.desk = desk;
    }

    void watch(WatchTransitionsRequest request, ServerCallStreamObserver<WatchTransitionsResponse> observer) {
        Requests.checkSegmentIds("segment_ids", request.getSegmentIdsList(), 0);
        Caller caller = new Caller(observer, Set.copyOf(request.getSegmentIdsList()));
        observer.setOnReadyHandler(caller::wake);
        observer.setOnCancelHandler(caller::wake);
        try {
            desk.watch(start(request.getPosition()), caller);
        } catch (WatchEndedException e) {
            caller.ended(e);
        }
    }

    private static Start start(String position) {
        try {
            return Start.parse(position);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("position", "is '" + Requests.shown(position) + "', " + e.getMessage());
        }
    }

    /** A caller as the one who reads the log sees them. */
    private static final class Caller implements Watcher {

        private final ServerCallStreamObserver<WatchTransitionsResponse> observer;
        private final Set<String> segments;

        Caller(ServerCallStreamObserver<WatchTransitionsResponse> observer, Set<String> segments) {
            this.observer = observer;
            this.segments = segments;
        }

        synchronized void wake() {
            notifyAll();
        }

        @Override
        public synchronized boolean awaitRoom(Duration atMost) {
            long until = System.nanoTime() + atMost.toNanos();
            try {
                for (long left = atMost.toMillis(); left > 0 && !observer.isReady() && !gone(); ) {
                    wait(left);
                    left = Duration.ofNanos(until - System.nanoTime()).toMillis();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return observer.isReady();
        }

        @Override
        public boolean gone() {
            return observer.isCancelled();
        }

        @Override
        public boolean wants(String segmentId) {
            return segments.isEmpty() || segments.contains(segmentId);
        }

        @Override
        public void tell(@Nullable SegmentTransition transition, String position) {
            WatchTransitionsResponse.Builder answer =
                    WatchTransitionsResponse.newBuilder().setPosition(position);
            if (transition != null) {
                answer.setTransition(told(transition));
            }
            observer.onNext(answer.build());
        }

        @Override
        public void ended(WatchEndedException why) {
            Reason reason = switch (why.reason()) {
                case TRY_AGAIN -> Reason.LOG_UNAVAILABLE;
                case OUT_OF_RANGE -> Reason.POSITION_NOT_KEPT;
                case TOO_MANY -> Reason.TOO_MANY_WAITING;
            };
            if (!gone()) {
                observer.onError(reason.error(String.valueOf(why.getMessage())));
            }
        }
    }

    private static Transition told(SegmentTransition record) {
        String eventId = record.getEventId();
        return Transition.newBuilder()
                .setCustomerId(record.getCustomerId())
                .setSegmentId(record.getSegmentId())
                .setVersion(record.getDefinitionVersion())
                .setSequence(record.getSequence())
                .setValueValue(record.getValue())
                .setEffectiveAt(Timestamps.of(record.getEffectiveAt().toEpochMilli()))
                .setDetectedAt(Timestamps.of(record.getDetectedAt().toEpochMilli()))
                .setCause(record.getCause().name().toLowerCase(Locale.ROOT))
                .setEventId(eventId == null ? "" : eventId)
                .build();
    }
}
