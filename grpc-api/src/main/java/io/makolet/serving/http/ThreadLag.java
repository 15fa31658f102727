package io.makolet.serving.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a thread of the network is behind with what it has to do: it looks at the clock twenty times a second, and what has
 * come meanwhile waits as long as this look did. Only its own thread uses it.
 */
public final class ThreadLag {

    private static final ThreadLocal<@Nullable ThreadLag> CURRENT = new ThreadLocal<>();

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Requests that wait longer than this are answered by what costs little. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private long due;
    private boolean late;
    private boolean behind;

    /** @param nanos time that goes on evenly */
    ThreadLag(LongSupplier nanos) {
        this.nanos = nanos;
        this.due = nanos.getAsLong() + LOOK_NANOS;
    }

    /** Has threads look at the clock from now on. */
    static void watch(EventExecutorGroup threads) {
        for (EventExecutor thread : threads) {
            ThreadLag lag = new ThreadLag(System::nanoTime);
            thread.execute(() -> CURRENT.set(lag));
            var unused = thread.scheduleWithFixedDelay(lag::look, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Is the thread that asks so far behind that requests should be answered by what costs little? */
    public static boolean isBehind() {
        ThreadLag lag = CURRENT.get();
        return lag != null && lag.behind;
    }

    /** Looks at the clock; is it behind? Being late once is a pause: only the next time, too, says that there is too much to do. */
    boolean look() {
        long now = nanos.getAsLong();
        boolean before = late;
        late = now - due > MOST_NANOS;
        behind = late && before;
        due = now + LOOK_NANOS;
        return behind;
    }
}
