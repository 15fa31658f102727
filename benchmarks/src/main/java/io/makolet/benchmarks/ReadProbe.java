package io.makolet.benchmarks;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Reads customers over gRPC until an event shows, and keeps how long after its sending was due that was.
 *
 * <p>A read that shows nothing yet is repeated a millisecond after its answer, later a tenth of the time that has passed; so the measure is at most that and one read too long, never too short, and a system that falls behind is not
 * buried under reads.
 */
public final class ReadProbe implements AutoCloseable {

    private static final long AGAIN_NANOS = 1_000_000;
    private static final int AGAIN_SHARE = 10;
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final ManagedChannel channel;
    private final PersonalizationGrpc.PersonalizationStub api;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "read-probe");
        thread.setDaemon(true);
        return thread;
    });
    private final Histogram nanos = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** @param address host and port of the API */
    public ReadProbe(String address) {
        this.channel = ManagedChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .build();
        this.api = PersonalizationGrpc.newStub(channel);
    }

    /**
     * Begins to look for an event.
     *
     * @param eventMillis its event time; a customer whose last event is a later one has seen it too
     * @param dueNanos when its sending was due, of {@link System#nanoTime()}
     * @param counted false while warming up
     */
    public void watch(String customerId, String eventId, long eventMillis, long dueNanos, boolean counted) {
        open.incrementAndGet();
        new Watch(customerId, eventId, eventMillis, dueNanos, counted).read();
    }

    /** Waits until everything watched was seen or given up. */
    public void awaitAll() {
        while (open.get() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** What was measured so far. */
    public Latencies latencies() {
        return Latencies.of(nanos);
    }

    /** Events that did not show within ten seconds; they are counted with these. */
    public long lost() {
        return lost.get();
    }

    /** Reads made so far. */
    public long reads() {
        return reads.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        channel.shutdownNow();
    }

    private final class Watch implements StreamObserver<Customer>, Runnable {
        private final GetCustomerRequest request;
        private final String eventId;
        private final long eventMillis;
        private final long dueNanos;
        private final boolean counted;
        private boolean seen;

        Watch(String customerId, String eventId, long eventMillis, long dueNanos, boolean counted) {
            this.request =
                    GetCustomerRequest.newBuilder().setCustomerId(customerId).build();
            this.eventId = eventId;
            this.eventMillis = eventMillis;
            this.dueNanos = dueNanos;
            this.counted = counted;
        }

        void read() {
            reads.incrementAndGet();
            api.withDeadlineAfter(GIVE_UP.toMillis(), TimeUnit.MILLISECONDS).getCustomer(request, this);
        }

        @Override
        public void run() {
            read();
        }

        @Override
        public void onNext(Customer customer) {
            seen = customer.getLastEventId().equals(eventId)
                    || (customer.hasLastEventTime() && millis(customer.getLastEventTime()) > eventMillis);
        }

        @Override
        public void onError(Throwable problem) {
            next();
        }

        @Override
        public void onCompleted() {
            next();
        }

        private void next() {
            long passed = System.nanoTime() - dueNanos;
            boolean gaveUp = passed > GIVE_UP.toNanos();
            if (!seen && !gaveUp && !timer.isShutdown()) {
                Future<?> unused =
                        timer.schedule(this, Math.max(AGAIN_NANOS, passed / AGAIN_SHARE), TimeUnit.NANOSECONDS);
                return;
            }
            if (counted) {
                nanos.recordValue(Math.min(passed, nanos.getHighestTrackableValue()));
                if (!seen) {
                    lost.incrementAndGet();
                }
            }
            open.decrementAndGet();
        }
    }

    private static long millis(Timestamp time) {
        return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }
}
