package io.makolet.local;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast the past may be read in: as fast as it can be without making live events wait, as the serving node tells by how
 * far behind its views are. Where nobody waits because the log is the clock, at the rate that was asked for.
 */
final class LivePace implements AutoCloseable {

    private static final long LOOK_NANOS = Duration.ofMillis(40).toNanos();
    private static final long ANSWER_SECONDS = 2;
    private static final double NANOS = 1e9;
    private static final String LOG_CLOCK = "log";

    /** While the node does not tell, at most: what a machine of two processors has to spare beside live events. */
    private static final double UNTOLD_PER_SECOND = 1_000;

    private final ServingClient serving;
    private final double most;
    private final YieldingRate rate;
    private double perSecond;
    private long looked = System.nanoTime() - LOOK_NANOS;

    /** @param most events per second */
    LivePace(String grpc, int most) {
        this.serving = new ServingClient(grpc);
        this.most = most;
        this.rate = new YieldingRate(most);
        this.perSecond = rate.perSecond();
    }

    /** Waits until so many events, which were begun at an instant of {@link System#nanoTime()}, have had their time. */
    void keep(long events, long begun) throws InterruptedException {
        look();
        while (System.nanoTime() - begun < events * NANOS / perSecond) {
            LockSupport.parkNanos(Math.min(LOOK_NANOS, (long) (events * NANOS / perSecond)));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            look();
        }
    }

    private void look() {
        if (System.nanoTime() - looked < LOOK_NANOS) {
            return;
        }
        try {
            StatusResponse status = serving.admin()
                    .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance());
            if (status.getClock().equals(LOG_CLOCK)) {
                perSecond = most;
            } else if (status.hasAsOf()) {
                rate.saw((double) (System.currentTimeMillis() - millis(status.getAsOf())));
                perSecond = rate.perSecond();
            } else {
                perSecond = Math.min(most, UNTOLD_PER_SECOND);
            }
        } catch (StatusRuntimeException e) {
            perSecond = Math.min(most, UNTOLD_PER_SECOND);
        }
        looked = System.nanoTime();
    }

    private static long millis(Timestamp time) {
        return TimeUnit.SECONDS.toMillis(time.getSeconds()) + TimeUnit.NANOSECONDS.toMillis(time.getNanos());
    }

    @Override
    public void close() {
        serving.close();
    }
}
