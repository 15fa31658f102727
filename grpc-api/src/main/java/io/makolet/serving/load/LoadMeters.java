package io.makolet.serving.load;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What load does to calls. */
public final class LoadMeters {

    private record Seen(int calls, long waited) {}

    private final Map<EventLoop, Seen> threads = new ConcurrentHashMap<>();
    private final Counter turnedAway;
    private final Counter turnedAwayWithTime;
    private final Counter gaveUp;

    public LoadMeters(MeterRegistry registry) {
        turnedAway = turnedAway(registry, "now");
        turnedAwayWithTime = turnedAway(registry, "batch");
        gaveUp = Counter.builder("makolet.serving.gave.up")
                .description("Calls whose callers gave up before their turn came: they cost no work")
                .register(registry);
        Gauge.builder("makolet.serving.open.calls.limit", this, LoadMeters::calls)
                .description("Calls that all callers together may have open")
                .register(registry);
        TimeGauge.builder("makolet.serving.wait", this, TimeUnit.NANOSECONDS, LoadMeters::waiting)
                .description(
                        "How long calls waited for their turn in the last tenth of a second, on average, on the slowest thread")
                .register(registry);
    }

    void turnedAway(boolean hasTime) {
        (hasTime ? turnedAwayWithTime : turnedAway).increment();
    }

    void gaveUp() {
        gaveUp.increment();
    }

    void seen(EventLoop thread, int calls, long wait) {
        threads.put(thread, new Seen(calls, wait));
    }

    private double calls() {
        return threads.values().stream().mapToInt(Seen::calls).sum();
    }

    private double waiting() {
        return threads.values().stream().mapToLong(Seen::waited).max().orElse(0);
    }

    private static Counter turnedAway(MeterRegistry registry, String priority) {
        return Counter.builder("makolet.serving.turned.away")
                .description("Calls that were refused because too many were waiting")
                .tag("priority", priority)
                .register(registry);
    }
}
