package io.makolet.serving.api;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts and times requests by method and status code. */
public final class RequestMeters implements ServerInterceptor {

    private record Outcome(String method, Status.Code code) {}

    private static final Duration[] BUCKETS = LongStream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

    public RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        TimedCall<Q, R> timed = new TimedCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
            @Override
            public void onCancel() {
                timed.count(Status.Code.CANCELLED);
                super.onCancel();
            }
        };
    }

    /** A call that is counted once, when it ends. gRPC never uses a call from two threads at a time. */
    private final class TimedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

        private final long began = System.nanoTime();
        private boolean counted;

        TimedCall(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            count(status.getCode());
            super.close(status, trailers);
        }

        void count(Status.Code code) {
            if (!counted) {
                counted = true;
                Outcome outcome = new Outcome(getMethodDescriptor().getFullMethodName(), code);
                Timer timer = timers.get(outcome);
                if (timer == null) {
                    timer = timers.computeIfAbsent(outcome, RequestMeters.this::timer);
                }
                timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        }
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("makolet.serving.requests")
                .description("gRPC requests, from their arrival to the answer")
                .tag("method", outcome.method())
                .tag("code", outcome.code().name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
