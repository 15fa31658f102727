package io.makolet.local.demo;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.makolet.benchmarks.Latencies;
import io.makolet.benchmarks.OffersProbe;
import io.makolet.benchmarks.ReadProbe;
import io.makolet.local.Endpoints;
import io.makolet.local.replay.EventLog;
import io.makolet.local.replay.KafkaEventLog;
import io.makolet.local.replay.ReplayOptions;
import io.makolet.local.replay.ReplaySummary;
import io.makolet.local.replay.SystemReplay;
import io.makolet.local.replay.WallClock;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.StatusRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does with a fresh system what a visitor would do, and compares what it answers with what is known. */
public final class DemoCheck {

    private static final Instant KNOWN_INSTANT = Instant.parse("2011-06-30T00:00:00Z");
    private static final double TIMES = 25;
    private static final double WARM_UP_SECONDS = 5;
    private static final double SECONDS = 10;
    private static final double OFFERS_PER_SECOND = 100;
    private static final long MOST_READS_OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String PLACEMENT = "home-hero";

    private final Path home;
    private final Endpoints endpoints;
    private final Example example;
    private final Consumer<String> out;
    private final List<String> wrong = new ArrayList<>();

    /** @param out takes lines for people */
    public DemoCheck(Path home, Endpoints endpoints, Example example, Consumer<String> out) {
        this.home = home;
        this.endpoints = endpoints;
        this.example = example;
        this.out = out;
    }

    /** Runs all of it.
     *
     * @param startupSeconds how long the system took to start
     */
    public DemoReport run(double startupSeconds, long seed) throws IOException, InterruptedException {
        out.accept("published " + example.publish(home).definitions().size() + " definitions");
        Shoppers shoppers = example.shoppers();
        List<String> customers = shoppers.all().stream().map(Shopper::id).toList();
        SystemReplay replay = new SystemReplay(home, out);

        long begin = System.nanoTime();
        ReplaySummary half = replay.run(example.orders(), example.mapping(), ReplayOptions.ALL.until(KNOWN_INSTANT));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Integer> segments = checkMembers(Members.ask(endpoints.grpc(), customers));

        begin = System.nanoTime();
        ReplaySummary rest = replay.run(example.orders(), example.mapping(), ReplayOptions.ALL);
        seconds += (System.nanoTime() - begin) / 1e9;
        require(half.rejected() + rest.rejected() == 0, "broken rows in " + example.orders());
        long known = customersKnown();

        Live live = live(
                shoppers, customers, Instant.parse(String.valueOf(rest.asOf())).toEpochMilli(), seed);
        wrong.forEach(problem -> out.accept("WRONG: " + problem));
        long events = half.events() + rest.events();
        return new DemoReport(
                known,
                events,
                segments,
                Math.round(startupSeconds * 10) / 10.0,
                Math.round(events / seconds),
                percentiles(live.freshness()),
                percentiles(live.getOffers()),
                PeakMemory.mebibytes(),
                wrong.isEmpty());
    }

    private Map<String, Integer> checkMembers(Members members) {
        require(
                members.instants().equals(Set.of(KNOWN_INSTANT)),
                "answers as of " + members.instants() + ", expected " + KNOWN_INSTANT);
        Map<String, Integer> counts = new TreeMap<>();
        for (GoldenMembers golden : GoldenMembers.all()) {
            if (golden.asOf().equals(KNOWN_INSTANT)) {
                Set<String> found = members.bySegment().getOrDefault(golden.segment(), Set.of());
                counts.put(golden.segment(), found.size());
                out.accept(golden.segment() + ": " + found.size() + " members");
                require(
                        golden.matches(found),
                        golden.segment() + " has " + found.size() + " members, expected the " + golden.members()
                                + " that are known");
            }
        }
        return counts;
    }

    private long customersKnown() {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(endpoints.grpc()).usePlaintext().build();
        try {
            return AdminGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance())
                    .getCustomers();
        } finally {
            channel.shutdownNow();
        }
    }

    private record Live(Latencies freshness, Latencies getOffers) {}

    private Live live(Shoppers shoppers, List<String> customers, long startMillis, long seed)
            throws IOException, InterruptedException {
        out.accept("live traffic for " + Math.round(WARM_UP_SECONDS + SECONDS) + " s");
        RegistryConfig registryConfig = RegistryConfig.of(endpoints.registry()).withCache(home.resolve("schemas"));
        try (ConfluentRegistry registry = new ConfluentRegistry(registryConfig);
                EventLog log = new KafkaEventLog(endpoints.kafka(), registry, "site", Duration.ZERO);
                ReadProbe reads = new ReadProbe(endpoints.grpc());
                OffersProbe offers = new OffersProbe(endpoints.grpc())) {
            Thread asking = new Thread(
                    () -> {
                        offers.run(customers, PLACEMENT, OFFERS_PER_SECOND, WARM_UP_SECONDS, false);
                        offers.run(customers, PLACEMENT, OFFERS_PER_SECOND, SECONDS, true);
                    },
                    "offers");
            asking.start();
            long begin = System.nanoTime();
            long counted = begin + (long) (WARM_UP_SECONDS * 1e9);
            long end = counted + (long) (SECONDS * 1e9);
            Traffic traffic = new Traffic(shoppers, example.catalogue(), startMillis, TIMES, seed);
            long[] lastWatched = {begin};
            new LiveTraffic(traffic, log, WallClock.SYSTEM, startMillis, true)
                    .run(() -> System.nanoTime() >= end, (event, due) -> {
                        if (due - lastWatched[0] >= MOST_READS_OPEN_NANOS) {
                            lastWatched[0] = due;
                            reads.watch(event.customerId(), event.id(), event.time(), due, due >= counted);
                        }
                    });
            reads.awaitAll();
            asking.join();
            require(reads.lost() == 0, reads.lost() + " events did not show within ten seconds");
            require(reads.latencies().samples() > 0, "no event was looked for");
            require(offers.failed() == 0, offers.failed() + " calls for offers failed");
            require(offers.empty() == 0, offers.empty() + " answers without an offer for " + PLACEMENT);
            return new Live(reads.latencies(), offers.latencies());
        }
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            wrong.add(problem);
        }
    }

    private static DemoReport.Percentiles percentiles(Latencies latencies) {
        return new DemoReport.Percentiles(latencies.p50(), latencies.p99());
    }
}
