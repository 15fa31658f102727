package io.makolet.serving.ingest;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.InvalidRequestException;
import io.makolet.serving.api.Reason;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.v1.TrackFailure;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes events in, whatever the form they come in: one that is wrong spoils no other. Thread safe. */
public final class Ingest {

    static final int MOST_EVENTS = 500;

    private final IngestDesk desk;
    private final LongSupplier wallClock;
    private final TrackedEvents tracked;
    private final SegmentMessages segment;
    private final IngestMeters meters;

    /**
     * @param token whom a token stands for; throws what a caller is told where it stands for nobody
     * @param wallClock milliseconds UTC
     */
    public Ingest(
            IngestDesk desk,
            CurrentCatalog catalog,
            UnaryOperator<String> token,
            LongSupplier wallClock,
            IngestMeters meters) {
        this.desk = desk;
        this.meters = meters;
        this.wallClock = wallClock;
        ProfileChanges profiles = new ProfileChanges(catalog);
        this.tracked = new TrackedEvents(profiles);
        this.segment = new SegmentMessages(profiles, token);
    }

    /** One of a request's events. */
    private interface Read {
        Incoming read() throws InvalidRequestException;
    }

    private record Item(String id, Read read) {}

    /**
     * What became of each event.
     *
     * @throws RuntimeException one that {@link ErrorInterceptor#toStatus} tells callers of, where nothing was taken in
     */
    CompletableFuture<TrackResponse> track(TrackRequest request) {
        long now = wallClock.getAsLong();
        return take(
                "events",
                request.getEventsList().stream()
                        .map(event -> new Item(event.getId(), () -> tracked.read(event, now)))
                        .toList());
    }

    /**
     * The same of one message of Segment's specification, or of those in a {@code batch}.
     *
     * @param call what is done: track, page, screen, identify, group, alias, batch
     * @param body the message, as JSON gives it
     */
    public CompletableFuture<TrackResponse> track(String call, Map<String, @Nullable Object> body) {
        long now = wallClock.getAsLong();
        Long sentAt = body.get("sentAt") == null ? null : (Long) Given.time("sentAt", body.get("sentAt"));
        if (!call.equals("batch")) {
            return take("batch", List.of(new Item(id(body), () -> segment.read(call, body, sentAt, now))));
        }
        Object context = body.get("context");
        List<Item> items = new ArrayList<>();
        for (Object each : Given.list("batch", body.get("batch"))) {
            Map<String, @Nullable Object> message = new TreeMap<>(Given.object("batch", each));
            if (context != null) {
                message.putIfAbsent("context", context);
            }
            items.add(new Item(id(message), () -> {
                String type = Given.required("type", message.get("type"), MOST_EVENTS);
                return segment.read(type, message, sentAt, now);
            }));
        }
        return take("batch", items);
    }

    private static String id(Map<String, @Nullable Object> message) {
        return message.get("messageId") instanceof String id ? id : "";
    }

    private CompletableFuture<TrackResponse> take(String field, List<Item> items) {
        if (items.isEmpty() || items.size() > MOST_EVENTS) {
            throw new InvalidRequestException(field, "has " + items.size() + " events, expected 1 to " + MOST_EVENTS);
        }
        TrackResponse.Builder response = TrackResponse.newBuilder();
        List<Incoming> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<TrackFailure> failures = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                good.add(items.get(i).read().read());
                places.add(i);
            } catch (InvalidRequestException | StatusRuntimeException e) {
                failures.add(failure(i, items.get(i), e));
            }
        }
        long began = System.nanoTime();
        List<CompletableFuture<Void>> answers = append(good);
        CompletableFuture<?>[] ended = new CompletableFuture<?>[answers.size()];
        for (int i = 0; i < ended.length; i++) {
            int place = places.get(i);
            ended[i] = answers.get(i).handle((done, problem) -> {
                if (problem != null) {
                    synchronized (failures) {
                        failures.add(failure(place, items.get(place), problem));
                    }
                }
                return null;
            });
        }
        return CompletableFuture.allOf(ended).thenApply(done -> {
            failures.sort((a, b) -> Integer.compare(a.getIndex(), b.getIndex()));
            failures.forEach(failure -> meters.refused(Reason.of(failure.getError()), 1));
            if (failures.size() < items.size()) {
                meters.accepted(items.size() - failures.size(), System.nanoTime() - began);
            }
            return response.setAccepted(items.size() - failures.size())
                    .addAllFailures(failures)
                    .build();
        });
    }

    private List<CompletableFuture<Void>> append(List<Incoming> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        try {
            return desk.append(events);
        } catch (StatusRuntimeException e) {
            meters.refused(Reason.of(StatusProto.fromStatusAndTrailers(e.getStatus(), e.getTrailers())), events.size());
            throw e;
        }
    }

    private static TrackFailure failure(int index, Item item, Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        StatusRuntimeException told = cause instanceof RuntimeException known
                ? ErrorInterceptor.toStatus(known, "Track")
                : Status.INTERNAL.asRuntimeException();
        return TrackFailure.newBuilder()
                .setIndex(index)
                .setId(item.id())
                .setError(StatusProto.fromStatusAndTrailers(told.getStatus(), told.getTrailers()))
                .build();
    }
}
