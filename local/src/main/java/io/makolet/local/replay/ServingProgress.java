package io.makolet.local.replay;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How far a serving node has come. */
public final class ServingProgress implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private final ManagedChannel channel;

    /** @param address host and port of the node's API */
    public ServingProgress(String address) {
        this.channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    }

    /**
     * Instant through which its answers are complete; empty before it is ready.
     *
     * @throws StatusRuntimeException if it does not answer
     */
    public Optional<Instant> asOf() {
        StatusResponse status = AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS)
                .status(StatusRequest.getDefaultInstance());
        return status.getReady() && status.hasAsOf() ? Optional.of(instant(status.getAsOf())) : Optional.empty();
    }

    /**
     * Waits until answers are complete through an instant.
     *
     * @param patience how long it may make no progress
     * @return as of when it answers now; empty if it stood still for longer than that
     */
    public Optional<Instant> await(Instant through, Duration patience, WallClock clock) {
        Instant best = Instant.MIN;
        long lastProgress = clock.nanos();
        while (clock.nanos() - lastProgress <= patience.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            Instant now = asOfOrNull();
            if (now != null && !now.isBefore(through)) {
                return Optional.of(now);
            }
            if (now != null && now.isAfter(best)) {
                best = now;
                lastProgress = clock.nanos();
            }
            clock.waitUntil(clock.nanos() + POLL_NANOS);
        }
        return Optional.empty();
    }

    private @Nullable Instant asOfOrNull() {
        try {
            return asOf().orElse(null);
        } catch (StatusRuntimeException e) {
            // It may be starting again; whether it comes back is a question of patience.
            return null;
        }
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
