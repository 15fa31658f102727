package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.Customer;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import io.makolet.v1.Truth;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How soon is a new segment live for very many customers, and what do others notice meanwhile? It asks for an aggregate
 * that is there, or for one whose past has to be read in, and one customer in twenty belongs to it. How fresh reads are is measured before and while it is warming,
 * under the same traffic of other customers; no customer may be told a wrong membership at any time.
 */
public final class PublishBenchmark {

    /** The segment that is there before: everybody who searched. */
    public static final String BEFORE = "searched";

    /** The one that is published: those who searched twice. */
    public static final String NEW = "searched_twice";

    /** One of so many customers belongs to it. */
    static final int ONE_OF = 20;

    private static final String COUNTED = "30d";
    private static final String NOT_COUNTED = "90d";
    private static final String GROUP = "customer-";
    private static final double SLICE_SECONDS = 0.2;

    /** Puts definitions into force. */
    public interface Shop {
        /**
         * Publishes all that stand in a text of YAML documents, and reads in the past they need; the offset in the log of the last
         * word about them.
         */
        long publish(String yaml) throws IOException;
    }

    /**
     * What is measured.
     *
     * @param crowd customers who are there
     * @param perSecond events of other customers per second
     * @param customers how many those others are
     * @param seconds how long is measured before
     * @param mostSeconds after the segment was published: if it is not live by then, it never is
     * @param pastPerSecond 0 if the segment asks for what is counted already; else for what isn't, and so many events of the
     *     past are read in per second at most
     */
    public record Settings(
            int crowd,
            double perSecond,
            int customers,
            double sampledPerSecond,
            double warmUpSeconds,
            double seconds,
            double mostSeconds,
            int pastPerSecond) {

        /** The question as it is asked. */
        public static final Settings STANDARD = new Settings(1_000_000, 2000, 20_000, 100, 60, 30, 1_200, 0);

        /** The same with another number of customers. */
        public Settings withCrowd(int number) {
            return new Settings(
                    number, perSecond, customers, sampledPerSecond, warmUpSeconds, seconds, mostSeconds, pastPerSecond);
        }

        /** The same with a segment whose past has to be read in, so many events per second at most. */
        public Settings withPast(int eventsPerSecond) {
            return new Settings(
                    crowd,
                    perSecond,
                    customers,
                    sampledPerSecond,
                    warmUpSeconds,
                    seconds,
                    mostSeconds,
                    eventsPerSecond);
        }

        /** How many belong to the new segment. */
        int members() {
            return (crowd + ONE_OF - 1) / ONE_OF;
        }
    }

    private final Target target;
    private final DeadlineBenchmark.Job job;
    private final Shop shop;
    private final Settings settings;
    private final Consumer<String> out;
    private volatile double publishing;

    /**
     * On a new system in which {@link #before} is published.
     *
     * @param out takes lines for people
     */
    public PublishBenchmark(
            Target target, DeadlineBenchmark.Job job, Shop shop, Settings settings, Consumer<String> out) {
        this.target = target;
        this.job = job;
        this.shop = shop;
        this.settings = settings;
        this.out = out;
    }

    /** The definition that has to be live, in YAML. */
    public static String before() {
        return definition(BEFORE, 1, COUNTED);
    }

    private static String definition(String id, int searches, String window) {
        return """
                kind: Segment
                id: %s
                owner: bench@makolet.example
                title: Searched so often
                when:
                  aggregate: {event: search, fn: count, over: %s, is: ">= %d"}
                """.formatted(id, window, searches);
    }

    /** Measures. */
    public PublishReport run(String command) throws IOException, InterruptedException, ExecutionException {
        HostSpeed.warmUp();
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(target.grpc()).usePlaintext().build();
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        try (ConfluentRegistry registry = new ConfluentRegistry(
                        RegistryConfig.of(target.registry()).withCache(target.schemas()));
                SiteTraffic site = new SiteTraffic(target.kafka(), registry, settings.customers());
                ReadProbe calm = new ReadProbe(target.grpc());
                ReadProbe busy = new ReadProbe(target.grpc())) {
            WatchedTraffic traffic = new WatchedTraffic(site, settings.perSecond(), settings.sampledPerSecond());
            Crowd crowd = fill(site);
            out.accept("all are there; warming up until the compiler has settled");
            traffic.warmUp(target, settings.warmUpSeconds(), calm);
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(target.processes());
            out.accept(String.format(Locale.ROOT, "measuring for %.0f s before", settings.seconds()));
            DeadlineBenchmark.Job.Counts start = job.counts();
            try (Onlooker onlooker = new Onlooker(
                    target.grpc(),
                    job,
                    crowd::member,
                    settings.crowd(),
                    (number, answer, asked) -> isWrong(number, answer))) {
                traffic.run(settings.seconds(), calm, true);
                calm.awaitAll();
                double foreign = load.share().foreign();
                long longestBefore = onlooker.longestCheckpointMillis();
                out.accept("publishing " + NEW);
                long published = System.nanoTime();
                Future<Long> offset = publisher.submit(() -> {
                    long at = shop.publish(before() + "---\n"
                            + definition(NEW, 2, settings.pastPerSecond() > 0 ? NOT_COUNTED : COUNTED));
                    publishing = (System.nanoTime() - published) / 1e9;
                    return at;
                });
                double seconds = untilLive(traffic, busy, offset, published, channel);
                busy.awaitAll();
                foreign = Math.max(foreign, load.share().foreign());
                HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
                DeadlineBenchmark.Job.Counts end = job.counts();
                long entered = end.transitions() - start.transitions();
                List<String> reasons =
                        DeadlineBenchmark.reasons(foreign, host, calm.lost() + busy.lost(), site.failure());
                if (entered != settings.members() || onlooker.wrong() > 0) {
                    reasons.add(entered + " entries of " + settings.members() + " members, and " + onlooker.wrong()
                            + " wrong answers, expected one entry each and no wrong answer");
                }
                return new PublishReport(
                        "publish",
                        Math.round(busy.latencies().p99() / calm.latencies().p99() * 100) / 100.0,
                        Math.round(seconds * 10) / 10.0,
                        Math.round(publishing * 10) / 10.0,
                        calm.latencies(),
                        busy.latencies(),
                        settings.crowd(),
                        settings.members(),
                        entered,
                        end.failedCheckpoints() - start.failedCheckpoints(),
                        longestBefore,
                        onlooker.longestCheckpointMillis(),
                        onlooker.reads(),
                        onlooker.wrong(),
                        settings.perSecond(),
                        settings.customers(),
                        settings.pastPerSecond(),
                        !reasons.isEmpty(),
                        reasons,
                        Math.round(foreign * 1000) / 1000.0,
                        host,
                        Provenance.here(command));
            }
        } finally {
            publisher.shutdownNow();
            channel.shutdownNow();
        }
    }

    private Crowd fill(SiteTraffic site) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        for (long member = 0; member < settings.crowd(); member += ONE_OF) {
            site.again(GROUP, member, "search", now - 1);
        }
        Crowd crowd = new Crowd(site, job, GROUP, settings.crowd(), out);
        crowd.enter("search", now, () -> {});
        return crowd;
    }

    /** Seconds from when publishing began until everybody has been evaluated. */
    private double untilLive(
            WatchedTraffic traffic, ReadProbe probe, Future<Long> offset, long published, ManagedChannel channel)
            throws InterruptedException, ExecutionException {
        double seconds = 0;
        boolean live = false;
        while (!live) {
            traffic.run(SLICE_SECONDS, probe, true);
            live = offset.isDone() && evaluatedThrough(channel) >= offset.get();
            seconds = (System.nanoTime() - published) / 1e9;
            if (seconds > settings.mostSeconds()) {
                throw new IllegalStateException("the segment was not live after " + seconds + " s, expected it within "
                        + settings.mostSeconds() + " s");
            }
        }
        return seconds;
    }

    private static long evaluatedThrough(ManagedChannel channel) {
        StatusResponse status = AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .status(StatusRequest.getDefaultInstance());
        return status.hasEvaluatedThrough() ? status.getEvaluatedThrough() : Long.MIN_VALUE;
    }

    /** A member may not be called a stranger, nor a stranger a member; while it is warming, it may be unknown. */
    private static boolean isWrong(long number, Customer customer) {
        boolean member = number % ONE_OF == 0;
        return customer.getSegmentsList().stream()
                .filter(segment -> segment.getId().equals(NEW))
                .anyMatch(segment -> segment.getValue() == (member ? Truth.FALSE : Truth.TRUE));
    }
}
