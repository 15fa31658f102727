package io.makolet.local.demo;

import io.makolet.local.Clock;
import io.makolet.local.Endpoints;
import io.makolet.local.Publishing;
import io.makolet.local.replay.EventLog;
import io.makolet.local.replay.KafkaEventLog;
import io.makolet.local.replay.ReplayOptions;
import io.makolet.local.replay.ReplaySummary;
import io.makolet.local.replay.ServingProgress;
import io.makolet.local.replay.SystemReplay;
import io.makolet.local.replay.WallClock;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A real shop's year in a running system, and its customers who go on shopping. */
public final class Demo {

    private static final Duration LINGER = Duration.ofMillis(1);
    private static final int MOST_OFTEN = 3;

    private final Path home;
    private final Endpoints endpoints;
    private final Example example;
    private final Consumer<String> out;

    /** @param out takes lines for people */
    public Demo(Path home, Endpoints endpoints, Example example, Consumer<String> out) {
        this.home = home;
        this.endpoints = endpoints;
        this.example = example;
        this.out = out;
    }

    /** Publishes the example and replays its year; what was done in this home before is not done again. */
    public void fill() throws IOException {
        Publishing.Result published = example.publish(home);
        out.accept("published " + published.definitions().size() + " definitions and " + published.products()
                + " products, " + published.unchanged() + " definitions are unchanged");
        ReplaySummary year = new SystemReplay(home, out).run(example.orders(), example.mapping(), ReplayOptions.ALL);
        out.accept(String.format(
                Locale.ROOT,
                "replayed the shop's year: %,d events in %.1f s, the system answers as of %s",
                year.events(),
                year.seconds(),
                year.asOf()));
    }

    /** What a visitor may try, with customers who come often. */
    public List<String> suggestions() throws IOException {
        List<String> customers = example.shoppers().all().stream()
                .sorted((a, b) -> Integer.compare(b.orders(), a.orders()))
                .limit(MOST_OFTEN)
                .map(Shopper::id)
                .toList();
        String at = " --home " + home;
        return List.of(
                "The shop's customers go on shopping. Try in another terminal:",
                "  ./makolet customer " + customers.get(0) + at,
                "  ./makolet offers " + customers.get(1) + " --placement home-hero" + at,
                "  ./makolet offers " + customers.get(2) + " --placement cart --limit 3 --json" + at,
                "  ./makolet status" + at,
                "Over HTTP: " + endpoints.http() + "/docs lists all that is answered, such as",
                "  curl '" + endpoints.http() + "/v1/customers/" + customers.get(0) + "/offers?placement=home-hero'",
                "Metrics are at " + endpoints.http() + "/metrics. Ctrl-C stops.");
    }

    /**
     * Sends live traffic until it is told to end; its event time goes on from where the system stands.
     *
     * @param times how many times the usual ten or so events per second
     */
    public void live(double times, long seed, BooleanSupplier end) throws IOException {
        RegistryConfig registryConfig = RegistryConfig.of(endpoints.registry()).withCache(home.resolve("schemas"));
        boolean logClock = endpoints.clock().equals(Clock.LOG.word());
        long startMillis;
        try (ServingProgress serving = new ServingProgress(endpoints.grpc())) {
            startMillis = serving.asOf().orElseGet(Instant::now).toEpochMilli();
        }
        try (ConfluentRegistry registry = new ConfluentRegistry(registryConfig);
                EventLog log = new KafkaEventLog(endpoints.kafka(), registry, "site", LINGER)) {
            Traffic traffic = new Traffic(example.shoppers(), example.catalogue(), startMillis, times, seed);
            new LiveTraffic(traffic, log, WallClock.SYSTEM, startMillis, logClock).run(end, (event, due) -> {});
        }
    }
}
