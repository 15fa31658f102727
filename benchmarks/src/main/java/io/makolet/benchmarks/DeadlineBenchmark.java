package io.makolet.benchmarks;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.Customer;
import io.makolet.v1.Truth;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What do others notice when the memberships of very many customers end at one instant? How fresh reads are is measured
 * before and while the job sees to it, under the same traffic of other customers; checkpoints must go on, everybody must
 * leave exactly once, and whoever is read meanwhile must be out already.
 */
public final class DeadlineBenchmark {

    /** The only segment: those who searched within the window. */
    public static final String SEGMENT = "searched_lately";

    private static final String GROUP = "member-";
    private static final int SECONDS_BEFORE_DEADLINE = 5;
    private static final double TELL_SECONDS = 10;

    /** The job waits so long for what may still be on its way before it lets anybody leave. */
    private static final long OUT_OF_ORDERNESS_MILLIS = 5_000;

    /** How far the system may be behind before it says so. */
    private static final long STALE_AFTER_MILLIS = 5_000;

    /** What the job says of itself. */
    public interface Job {
        /** Now. */
        Counts counts() throws IOException, InterruptedException;

        /**
         * Counts since the start.
         *
         * @param transitions entries and exits
         * @param failedCheckpoints those that did not come about
         * @param checkpointMillis how long the last one took
         */
        record Counts(long transitions, long failedCheckpoints, long checkpointMillis) {}
    }

    /**
     * What is measured.
     *
     * @param members whose memberships end at one instant
     * @param windowMinutes length of the membership: everything up to its end must fit into it
     * @param perSecond events of other customers per second
     * @param seconds how long is measured before
     * @param mostSeconds after the memberships end: who has not left by then is missing
     */
    public record Settings(
            int members,
            int windowMinutes,
            double perSecond,
            int customers,
            double sampledPerSecond,
            double warmUpSeconds,
            double seconds,
            double mostSeconds) {

        /** The question as it is asked. */
        public static final Settings STANDARD = new Settings(1_000_000, 15, 500, 20_000, 50, 60, 60, 1200);

        /** The same with another number of members, and a window for as many. */
        public Settings withMembers(int number, int minutes) {
            return new Settings(
                    number, minutes, perSecond, customers, sampledPerSecond, warmUpSeconds, seconds, mostSeconds);
        }
    }

    private final Target target;
    private final Job job;
    private final Settings settings;
    private final Consumer<String> out;

    /**
     * On a new system.
     *
     * @param out takes lines for people
     */
    public DeadlineBenchmark(Target target, Job job, Settings settings, Consumer<String> out) {
        this.target = target;
        this.job = job;
        this.settings = settings;
        this.out = out;
    }

    /** The definition that has to be live, in YAML. */
    public static String definition(Settings settings) {
        return """
                kind: Segment
                id: %s
                owner: bench@makolet.example
                title: Searched within the last minutes
                when:
                  aggregate: {event: search, fn: count, over: %dm, is: ">= 1"}
                """.formatted(SEGMENT, settings.windowMinutes());
    }

    /** Measures. */
    public DeadlineReport run(String command) throws IOException, InterruptedException {
        HostSpeed.warmUp();
        try (ConfluentRegistry registry = new ConfluentRegistry(
                        RegistryConfig.of(target.registry()).withCache(target.schemas()));
                SiteTraffic site = new SiteTraffic(target.kafka(), registry, settings.customers());
                ReadProbe calm = new ReadProbe(target.grpc());
                ReadProbe busy = new ReadProbe(target.grpc())) {
            WatchedTraffic traffic = new WatchedTraffic(site, settings.perSecond(), settings.sampledPerSecond());
            long entered = System.currentTimeMillis();
            long deadline = entered + TimeUnit.MINUTES.toMillis(settings.windowMinutes());
            Crowd crowd = new Crowd(site, job, GROUP, settings.members(), out);
            crowd.enter("search", entered, () -> requireBefore(deadline));
            out.accept("all are in; warming up until the compiler has settled");
            traffic.warmUp(target, settings.warmUpSeconds(), calm);
            requireBefore(deadline - TimeUnit.SECONDS.toMillis((long) settings.seconds() + SECONDS_BEFORE_DEADLINE));
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(target.processes());
            out.accept(String.format(Locale.ROOT, "measuring for %.0f s before", settings.seconds()));
            Job.Counts start = job.counts();
            try (Onlooker onlooker = new Onlooker(
                    target.grpc(),
                    job,
                    crowd::member,
                    settings.members(),
                    (number, answer, asked) -> isWrong(answer, asked, deadline))) {
                traffic.run(settings.seconds(), calm, true);
                calm.awaitAll();
                double foreign = load.share().foreign();
                long longestBefore = onlooker.longestCheckpointMillis();
                while (System.currentTimeMillis() < deadline + OUT_OF_ORDERNESS_MILLIS) {
                    traffic.run(0.1, busy, false);
                }
                out.accept("the memberships end: measuring until all have left");
                load.share();
                double seconds = untilAllHaveLeft(traffic, busy, onlooker);
                busy.awaitAll();
                foreign = Math.max(foreign, load.share().foreign());
                HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
                Job.Counts end = job.counts();
                long left = end.transitions() - start.transitions();
                List<String> reasons = reasons(foreign, host, calm.lost() + busy.lost(), site.failure());
                if (left != settings.members() || onlooker.wrong() > 0) {
                    reasons.add(left + " exits of " + settings.members() + " members, and " + onlooker.wrong()
                            + " wrong answers, expected one exit each and no wrong answer");
                }
                return new DeadlineReport(
                        "deadline",
                        Math.round(busy.latencies().p99() / calm.latencies().p99() * 100) / 100.0,
                        calm.latencies(),
                        busy.latencies(),
                        settings.members(),
                        left,
                        Math.round(seconds * 10) / 10.0,
                        end.failedCheckpoints() - start.failedCheckpoints(),
                        longestBefore,
                        onlooker.longestCheckpointMillis(),
                        onlooker.reads(),
                        onlooker.wrong(),
                        onlooker.stale(),
                        settings.perSecond(),
                        settings.customers(),
                        !reasons.isEmpty(),
                        reasons,
                        Math.round(foreign * 1000) / 1000.0,
                        host,
                        Provenance.here(command));
            }
        }
    }

    private double untilAllHaveLeft(WatchedTraffic traffic, ReadProbe probe, Onlooker onlooker) {
        long begin = System.nanoTime();
        double seconds = 0;
        double told = 0;
        while (onlooker.transitions() < 2L * settings.members() && seconds < settings.mostSeconds()) {
            traffic.run(1, probe, true);
            seconds = (System.nanoTime() - begin) / 1e9;
            if (seconds - told >= TELL_SECONDS) {
                told = seconds;
                out.accept(String.format(
                        Locale.ROOT, "%,d of %,d have left", left(onlooker.transitions()), settings.members()));
            }
        }
        return seconds;
    }

    private long left(long transitions) {
        return Math.max(0, transitions - settings.members());
    }

    private static void requireBefore(long instant) {
        if (System.currentTimeMillis() > instant) {
            throw new IllegalStateException(
                    "the memberships end before all is measured that comes before, expected a longer window");
        }
    }

    /**
     * They are in before the deadline and out from it on, whether or not the job has got round to them. An answer is held to
     * the instant it names, and who gets one that is older than the bound has to be told.
     */
    private static boolean isWrong(Customer customer, long asked, long deadline) {
        boolean in = customer.getSegmentsList().stream()
                .anyMatch(segment -> segment.getId().equals(SEGMENT) && segment.getValue() == Truth.TRUE);
        long asOf = Instant.ofEpochSecond(
                        customer.getAsOf().getSeconds(), customer.getAsOf().getNanos())
                .toEpochMilli();
        return in != asOf < deadline || (asked - asOf > STALE_AFTER_MILLIS && !customer.getStale());
    }

    /** Why numbers mean nothing. */
    static List<String> reasons(double foreign, HostSpeed host, long lost, @Nullable Exception failure) {
        List<String> reasons = new ArrayList<>();
        if (foreign > FreshnessBenchmark.MOST_FOREIGN_LOAD) {
            reasons.add(String.format(Locale.ROOT, "others used %.0f %% of the machine", foreign * 100));
        }
        if (host.spread() > FreshnessBenchmark.MOST_SPREAD) {
            reasons.add("the host ran a fixed loop in " + host.beforeMillis() + " ms before and " + host.afterMillis()
                    + " ms after");
        }
        if (lost > 0) {
            reasons.add(lost + " events did not show within ten seconds, expected none");
        }
        if (failure != null) {
            reasons.add("the log refused an event: " + failure.getMessage());
        }
        return reasons;
    }
}
