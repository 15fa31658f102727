package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Asks for offers at a steady rate and keeps how long after each was due the answer was there. */
public final class OffersProbe implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 10;

    private final ManagedChannel channel;
    private final Histogram nanos = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong empty = new AtomicLong();

    /** @param address host and port of the API */
    public OffersProbe(String address) {
        this.channel = ManagedChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    /**
     * Asks for a while.
     *
     * @param counted false while warming up
     */
    public void run(List<String> customers, String placement, double perSecond, double seconds, boolean counted) {
        AtomicInteger open = new AtomicInteger();
        PersonalizationGrpc.PersonalizationStub api = PersonalizationGrpc.newStub(channel);
        new Pace(perSecond).run(seconds, (number, due) -> {
            open.incrementAndGet();
            api.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .getOffers(
                            GetOffersRequest.newBuilder()
                                    .setCustomerId(customers.get((int) (number % customers.size())))
                                    .setPlacement(placement)
                                    .setLimit(5)
                                    .build(),
                            new Answer(due, counted, open));
        });
        while (open.get() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** What was measured so far. */
    public Latencies latencies() {
        return Latencies.of(nanos);
    }

    /** Calls that ended in an error. */
    public long failed() {
        return failed.get();
    }

    /** Answers without an offer. */
    public long empty() {
        return empty.get();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Answer implements StreamObserver<GetOffersResponse> {
        private final long due;
        private final boolean counted;
        private final AtomicInteger open;

        Answer(long due, boolean counted, AtomicInteger open) {
            this.due = due;
            this.counted = counted;
            this.open = open;
        }

        @Override
        public void onNext(GetOffersResponse response) {
            if (response.getOffersCount() == 0) {
                empty.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable problem) {
            failed.incrementAndGet();
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }

        private void end() {
            if (counted) {
                nanos.recordValue(Math.min(System.nanoTime() - due, nanos.getHighestTrackableValue()));
            }
            open.decrementAndGet();
        }
    }
}
