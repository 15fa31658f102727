package io.makolet.benchmarks;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long after an event was due to be sent does a read show it?
 *
 * <p>Open loop: events are sent at a fixed rate by one producer, as a site would, and some customers are read over gRPC
 * from that moment until their event shows. Every latency counts from the time at which the event was due, so that a
 * stall of any part shows in all events that it held up.
 */
public final class FreshnessBenchmark {

    /** More than this of the machine used by others, and the numbers are void. */
    static final double MOST_FOREIGN_LOAD = 0.1;

    private static final double MOST_STOLEN = 0.02;
    private static final double MOST_SEND_LAG_MILLIS = 5;
    private static final double LEAST_RATE = 0.99;
    static final double MOST_SPREAD = 1.5;
    private static final double IDLE_CHECK_SECONDS = 2;

    /**
     * What is measured.
     *
     * @param perSecond events per second
     * @param sampledPerSecond of them are looked for
     * @param floorSeconds how long the floor is measured
     */
    public record Settings(
            double perSecond,
            int customers,
            double sampledPerSecond,
            double warmUpSeconds,
            double seconds,
            double floorSeconds) {

        /** What we hold ourselves to. */
        public static final Settings STANDARD = new Settings(2000, 20_000, 25, 60, 60, 20);
    }

    private final Target target;
    private final Settings settings;
    private final Consumer<String> out;

    /** @param out takes lines for people */
    public FreshnessBenchmark(Target target, Settings settings, Consumer<String> out) {
        this.target = target;
        this.settings = settings;
        this.out = out;
    }

    /** Measures. */
    public FreshnessReport run(String command)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        MachineLoad load = new MachineLoad(target.processes());
        Pace.pause(IDLE_CHECK_SECONDS);
        double before = load.share().foreign();
        HostSpeed.warmUp();
        out.accept(String.format(
                Locale.ROOT,
                "others use %.0f %% of the machine; warming up for %.0f s and until the compiler has settled",
                before * 100,
                settings.warmUpSeconds()));
        int bytes;
        double rate;
        double lag;
        MachineLoad.Share share;
        Latencies freshness;
        long lost;
        double warmUp;
        double compiling;
        double loopBefore;
        @Nullable Exception failure;
        try (ConfluentRegistry registry = new ConfluentRegistry(
                        RegistryConfig.of(target.registry()).withCache(target.schemas()));
                SiteTraffic site = new SiteTraffic(target.kafka(), registry, settings.customers());
                ReadProbe probe = new ReadProbe(target.grpc())) {
            WatchedTraffic traffic = new WatchedTraffic(site, settings.perSecond(), settings.sampledPerSecond());
            warmUp = traffic.warmUp(target, settings.warmUpSeconds(), probe);
            loopBefore = HostSpeed.loopMillis();
            out.accept(String.format(Locale.ROOT, "measuring for %.0f s", settings.seconds()));
            load.share();
            WarmUp compiler = new WarmUp(target.processes());
            long start = System.nanoTime();
            lag = traffic.run(settings.seconds(), probe, true).lag().getValueAtPercentile(99) / 1e6;
            rate = settings.perSecond() * settings.seconds() / ((System.nanoTime() - start) / 1e9);
            share = load.share();
            compiling = compiler.busy();
            probe.awaitAll();
            site.flush();
            freshness = probe.latencies();
            lost = probe.lost();
            bytes = site.bytes();
            failure = site.failure();
        }
        out.accept("measuring the floor: producer, broker and consumer alone");
        Latencies floor = new RoundTrip(target.kafka(), bytes)
                .measure(settings.perSecond(), Math.min(5, settings.warmUpSeconds()), settings.floorSeconds());
        HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
        List<String> reasons =
                reasons(Math.max(before, share.foreign()), share.stolen(), rate, lag, lost, host, failure);
        return new FreshnessReport(
                "freshness",
                freshness,
                floor,
                Map.of(
                        "p50", ratio(freshness.p50(), floor.p50()),
                        "p99", ratio(freshness.p99(), floor.p99()),
                        "p999", ratio(freshness.p999(), floor.p999())),
                Math.round(rate * 10) / 10.0,
                settings.customers(),
                settings.seconds(),
                lost,
                !reasons.isEmpty(),
                reasons,
                Math.round(Math.max(before, share.foreign()) * 1000) / 1000.0,
                Math.round(lag * 1000) / 1000.0,
                warmUp,
                Math.round(compiling * 1000) / 1000.0,
                host,
                Provenance.here(command));
    }

    /** Why the numbers mean nothing; empty if they do mean something. */
    List<String> reasons(
            double foreign,
            double stolen,
            double rate,
            double lagMillis,
            long lost,
            HostSpeed host,
            @Nullable Exception failure) {
        List<String> reasons = new ArrayList<>();
        if (foreign > MOST_FOREIGN_LOAD) {
            reasons.add(percent(
                    "others used %.0f %% of the machine, expected at most %.0f %%", foreign, MOST_FOREIGN_LOAD));
        }
        if (stolen > MOST_STOLEN) {
            reasons.add(percent(
                    "the host took away %.0f %% of the machine, expected at most %.0f %%", stolen, MOST_STOLEN));
        }
        if (rate < LEAST_RATE * settings.perSecond()) {
            reasons.add(String.format(Locale.ROOT, "the rate was %.0f/s, expected %.0f/s", rate, settings.perSecond()));
        }
        if (lagMillis > MOST_SEND_LAG_MILLIS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "1 %% of events were sent more than %.1f ms late, expected at most %.0f ms",
                    lagMillis,
                    MOST_SEND_LAG_MILLIS));
        }
        if (host.spread() > MOST_SPREAD) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the host ran a fixed loop in %.0f ms before and %.0f ms after, expected at most %.1f times as long",
                    host.beforeMillis(),
                    host.afterMillis(),
                    MOST_SPREAD));
        }
        if (lost > 0) {
            reasons.add(lost + " events did not show within ten seconds, expected none");
        }
        if (failure != null) {
            reasons.add("the log refused an event: " + failure.getMessage());
        }
        return reasons;
    }

    private static String percent(String format, double found, double most) {
        return String.format(Locale.ROOT, format, found * 100, most * 100);
    }

    private static double ratio(double ours, double floor) {
        return Math.round(ours / floor * 100) / 100.0;
    }
}
