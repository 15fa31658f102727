package io.makolet.benchmarks;

import io.makolet.benchmarks.CustomerTraffic.Order;
import io.makolet.domain.definition.Definition;
import io.makolet.flink.Traffic;
import io.makolet.flink.TrialCost;
import io.makolet.flink.TrialJob.Logic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an event costs the whole job when the states of a million customers lie in RocksDB: with those of busy customers on
 * the heap, without, and with no logic at all. The three take turns over the same traffic, each from the same savepoint.
 */
public final class JobStateBenchmark {

    private static final long BEGIN = 1_700_000_000_000L;

    /** Time that the first visits of all customers take: the longest window. */
    private static final long FIRST_VISITS_MILLIS = 30L * 24 * 3600 * 1000;

    private final Job job;
    private final Settings settings;
    private final Consumer<String> out;

    /** The job that is measured. */
    public interface Job {
        /** Applies the traffic, and keeps what the job knows then. */
        void fill(List<Definition> definitions, Traffic traffic, long events, Consumer<String> progress)
                throws Exception;

        /** Applies the traffic, from what was kept. */
        TrialCost run(Logic logic, Traffic traffic, long warmUp, long events) throws Exception;
    }

    /**
     * How much is measured.
     *
     * @param warmUp events of each run before those that are measured
     * @param events that are measured in each run
     * @param rounds after one that only warms up, unless there is one alone
     */
    public record Settings(int customers, int segments, long warmUp, long events, int rounds) {

        /** The question as it is asked. */
        public static final Settings STANDARD = new Settings(1_000_000, 100, 100_000, 250_000, 5);

        /** The same with other numbers. */
        public Settings with(int numberOfCustomers, int numberOfRounds) {
            return new Settings(numberOfCustomers, segments, warmUp, events, numberOfRounds);
        }
    }

    /** @param out takes lines for people */
    public JobStateBenchmark(Job job, Settings settings, Consumer<String> out) {
        this.job = job;
        this.settings = settings;
        this.out = out;
    }

    /** Measures. */
    public JobStateReport run(String command) throws Exception {
        double loopBefore = HostSpeed.loopMillis();
        long first = (long) settings.customers() * CustomerTraffic.VISIT;
        long step = Math.max(1, FIRST_VISITS_MILLIS / first);
        job.fill(
                new ShopOfSegments(settings.segments(), false).definitions(),
                new CustomerTraffic(Order.FIRST_VISITS, settings.customers(), 0, BEGIN, step),
                first,
                out);
        Map<Order, Map<Logic, List<TrialCost>>> costs = new LinkedHashMap<>();
        for (Order order : List.of(Order.VISITS, Order.ANYBODY)) {
            costs.put(order, measure(order, BEGIN + first * step, step));
        }
        HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
        return report(costs, host, command);
    }

    private Map<Logic, List<TrialCost>> measure(Order order, long from, long step) throws Exception {
        Map<Logic, List<TrialCost>> costs = new EnumMap<>(Logic.class);
        for (int round = settings.rounds() == 1 ? 1 : 0; round <= settings.rounds(); round++) {
            CustomerTraffic traffic = new CustomerTraffic(order, settings.customers(), 1 + round, from, step);
            StringBuilder line = new StringBuilder();
            // Whoever is the first of a round pays for what the one before left undone.
            List<Logic> turns = new ArrayList<>(List.of(Logic.values()));
            Collections.rotate(turns, round);
            for (Logic logic : turns) {
                TrialCost cost = job.run(logic, traffic, settings.warmUp(), settings.events());
                line.append(String.format(Locale.ROOT, "  %s %.2f us", word(logic), micros(cost)));
                if (round > 0) {
                    costs.computeIfAbsent(logic, of -> new ArrayList<>()).add(cost);
                }
            }
            out.accept(
                    String.format(Locale.ROOT, "%s, round %d of %d:%s", word(order), round, settings.rounds(), line));
        }
        return costs;
    }

    private JobStateReport report(Map<Order, Map<Logic, List<TrialCost>>> costs, HostSpeed host, String command) {
        Map<String, Ratios> ratios = new LinkedHashMap<>();
        List<JobStateReport.UnderTraffic> traffic = new ArrayList<>();
        long differing = 0;
        for (Map.Entry<Order, Map<Logic, List<TrialCost>>> entry : costs.entrySet()) {
            Map<Logic, List<TrialCost>> of = entry.getValue();
            List<TrialCost> cached = of.getOrDefault(Logic.CACHED, List.of());
            List<TrialCost> plain = of.getOrDefault(Logic.PLAIN, List.of());
            List<TrialCost> none = of.getOrDefault(Logic.NONE, List.of());
            ratios.put(word(entry.getKey()) + "_none_over_cached", ratios(none, cached));
            ratios.put(word(entry.getKey()) + "_plain_over_cached", ratios(plain, cached));
            List<JobStateReport.Of> rows = new ArrayList<>();
            of.forEach((logic, rounds) -> rows.add(row(word(logic), rounds)));
            traffic.add(new JobStateReport.UnderTraffic(word(entry.getKey()), rows));
            for (int i = 0; i < cached.size(); i++) {
                differing += cached.get(i).digest() == plain.get(i).digest() ? 0 : 1;
            }
        }
        List<JobStateReport.Of> visits = traffic.get(0).variants();
        return new JobStateReport(
                "job-state",
                ratios.getOrDefault("visits_none_over_cached", new Ratios(0, List.of())),
                ratios,
                visits.get(0),
                visits.get(visits.size() - 1),
                settings.customers(),
                settings.segments(),
                settings.warmUp(),
                settings.events(),
                settings.rounds(),
                traffic,
                differing,
                host,
                Provenance.here(command));
    }

    private JobStateReport.Of row(String logic, List<TrialCost> rounds) {
        return new JobStateReport.Of(
                logic,
                Ratios.median(rounds.stream().map(this::micros).toList()),
                Ratios.median(rounds.stream()
                        .map(cost -> settings.events() * 1e9 / cost.nanos())
                        .toList()),
                perEvent(rounds, TrialCost::leaves),
                perEvent(rounds, TrialCost::flips),
                perEvent(rounds, TrialCost::timers),
                perEvent(rounds, TrialCost::views),
                logic.equals(word(Logic.CACHED)) ? perEvent(rounds, TrialCost::reads) : 0,
                perEvent(rounds, TrialCost::reads),
                perEvent(rounds, TrialCost::writes),
                rounds.stream().mapToLong(TrialCost::writtenBytes).sum()
                        / Math.max(
                                1, rounds.stream().mapToLong(TrialCost::writes).sum()),
                rounds.stream().map(this::micros).toList());
    }

    private double perEvent(List<TrialCost> rounds, Function<TrialCost, Long> count) {
        double mean = rounds.stream().mapToLong(count::apply).average().orElse(0) / settings.events();
        return Math.round(mean * 1e5) / 1e5;
    }

    private double micros(TrialCost cost) {
        return Math.round(cost.cpuNanos() / (double) settings.events()) / 1e3;
    }

    private static Ratios ratios(List<TrialCost> above, List<TrialCost> below) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < above.size(); i++) {
            ratios.add((double) above.get(i).cpuNanos() / below.get(i).cpuNanos());
        }
        return Ratios.of(ratios);
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
