package io.makolet.serving.load;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of the network, and the calls that it has read and not served. It reads all that has come, then serves for a
 * millisecond, then reads again: calls that gave up meanwhile cost no work, and what can wait lets the rest go first.
 *
 * <p>Only its own thread uses it.
 */
final class ThreadLoad {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoad.class);

    private static final ThreadLocal<ThreadLoad> CURRENT = new ThreadLocal<>();

    private static final long SLICE_NANOS = 1_000_000;
    /** Of so many calls one is from those that can wait, even if there is no end of others. */
    private static final int FAIR = 16;

    private static final long ADJUST_MILLIS = 100;
    /** So many slices leave calls waiting where there is more to do than can be done; after a pause, few do. */
    private static final double BUSY = 0.8;

    private final EventLoop thread;
    private final Pressure pressure;
    private final LoadMeters meters;
    private final CallLimit limit = new CallLimit();
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Turn<?>> now = new ArrayDeque<>();
    private final ArrayDeque<Turn<?>> later = new ArrayDeque<>();
    private boolean scheduled;
    private int served;
    private int servedBefore;
    private int slices;
    private int unfinished;
    private long waited;
    private long adjusted = System.nanoTime();

    ThreadLoad(EventLoop thread, Pressure pressure, LoadMeters meters) {
        this.thread = thread;
        this.pressure = pressure;
        this.meters = meters;
        thread.execute(() -> CURRENT.set(this));
        var unused = thread.scheduleWithFixedDelay(this::adjust, ADJUST_MILLIS, ADJUST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** That of the thread that asks; null where it isn't one of the network. */
    static @Nullable ThreadLoad current() {
        return CURRENT.get();
    }

    /** A caller has connected. */
    void opened(Connection connection) {
        connections.add(connection);
    }

    /** A caller is gone. */
    void closed(Connection connection) {
        connections.remove(connection);
    }

    /** Is there room for one more call? */
    boolean hasRoom(boolean hasTime) {
        boolean room = now.size() + later.size() < (hasTime ? limit.mostWaitingWithTime() : limit.mostWaiting());
        if (!room) {
            meters.turnedAway(hasTime);
            pressure.felt();
        }
        return room;
    }

    /** A call waits for its turn. */
    void add(Turn<?> turn) {
        (turn.hasTime() ? later : now).add(turn);
        if (!scheduled) {
            scheduled = true;
            thread.execute(this::serve);
        }
    }

    /** A call that waited does so no longer. */
    void gaveUp() {
        meters.gaveUp();
    }

    /** Serves for a while. */
    private void serve() {
        long end = System.nanoTime() + SLICE_NANOS;
        for (long time = end - SLICE_NANOS; isWaiting() && time < end; ) {
            Turn<?> turn = next();
            time = System.nanoTime();
            waited += time - turn.since();
            try {
                turn.serve();
            } catch (RuntimeException e) {
                LOG.error("A call was not served", e);
            }
        }
        slices++;
        scheduled = isWaiting();
        if (scheduled) {
            unfinished++;
            pressure.felt();
            // Not as a task that runs at once: what has come meanwhile is read first.
            var unused = thread.schedule(this::serve, 1, TimeUnit.NANOSECONDS);
        }
    }

    private boolean isWaiting() {
        return !now.isEmpty() || !later.isEmpty();
    }

    private Turn<?> next() {
        served++;
        boolean fair = served % FAIR == 0 && !later.isEmpty();
        return now.isEmpty() || fair ? later.remove() : now.remove();
    }

    /** Tells callers how many calls they may have open: what is more waits, or ends, where it costs us nothing. */
    private void adjust() {
        int active = 0;
        for (Connection connection : connections) {
            active += connection.wasUsed() ? 1 : 0;
        }
        int calls = served - servedBefore;
        long time = System.nanoTime();
        limit.adjust(calls, time - adjusted, unfinished > BUSY * slices);
        meters.seen(thread, limit.calls(), waited / Math.max(1, calls));
        servedBefore = served;
        adjusted = time;
        waited = 0;
        slices = 0;
        unfinished = 0;
        for (Connection connection : connections) {
            connection.allow(limit.calls() / Math.max(1, active));
        }
    }
}
