package io.makolet.serving.ingest;

import io.makolet.serving.api.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What becomes of events that come in. */
public final class IngestMeters {

    private final Counter accepted;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
    private final Timer append;

    /** @param desk whose events are counted that are on their way */
    public IngestMeters(MeterRegistry registry, IngestDesk desk) {
        accepted = Counter.builder("makolet.ingest.accepted")
                .description("Events that the log has")
                .register(registry);
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("makolet.ingest.refused")
                            .description("Events that were not accepted")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        append = Timer.builder("makolet.ingest.append")
                .description("From a request with events until the log has them")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5))
                .register(registry);
        Gauge.builder("makolet.ingest.waiting", desk, IngestDesk::waiting)
                .description("Events on their way to the log")
                .register(registry);
    }

    void accepted(int events, long nanos) {
        accepted.increment(events);
        append.record(nanos, TimeUnit.NANOSECONDS);
    }

    void refused(Reason reason, int events) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment(events);
        }
    }
}
