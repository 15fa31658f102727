package io.makolet.benchmarks;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.ViewBuilder;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.SegmentPlan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What an event costs as definitions are added: processor time of the evaluator per event at 10, 100, 1,000 and 10,000
 * different definitions over the same 200 aggregates, where each event touches one leaf in a hundred and as many
 * memberships change.
 */
public final class SegmentsBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * What is measured.
     *
     * @param sizes numbers of definitions, from the fewest to the most
     * @param history events of each customer before those that are measured: a month's
     * @param events of each customer that are measured, one after the other
     * @param views of each customer that are measured, each after one more event
     * @param warmUp rounds that are not counted
     * @param rounds that are
     * @param instants of each customer at which the memberships are compared with a plain count
     */
    public record Settings(
            List<Integer> sizes,
            int customers,
            int history,
            int events,
            int views,
            int warmUp,
            int rounds,
            int instants) {

        /** What we hold ourselves to. */
        public static final Settings STANDARD =
                new Settings(List.of(10, 100, 1_000, 10_000), 20, 1_500, 2_000, 100, 3, 7, 20);
    }

    private final Settings settings;
    private final Consumer<String> out;
    private final List<Event[]> histories = new ArrayList<>();

    /** @param out takes lines for people */
    public SegmentsBenchmark(Settings settings, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
        int events = settings.history() + settings.events() + settings.views();
        for (int customer = 0; customer < settings.customers(); customer++) {
            histories.add(ShopOfSegments.history("c" + customer, events, customer));
        }
    }

    /** What one round over one number of definitions came to, per event but for the bytes of a customer. */
    private record Round(
            double nanos,
            double viewNanos,
            double flips,
            double lookedAt,
            double evaluated,
            double listed,
            long stateBytes) {}

    /** Measures. The sizes take turns within each round, so that all see the same moods of the machine. */
    public SegmentsReport run(String command) {
        HostSpeed.warmUp();
        double before = HostSpeed.loopMillis();
        out.accept("thresholds that are always reached");
        List<ShopOfSegments> held = shops(true);
        List<List<Round>> heldRounds = measure(held);
        out.accept("thresholds out of reach");
        List<ShopOfSegments> apart = shops(false);
        List<List<Round>> apartRounds = measure(apart);
        HostSpeed host = new HostSpeed(before, HostSpeed.loopMillis());
        out.accept("comparing with a plain count of the events");
        List<SegmentsReport.AtSize> sizes = sizes(held, heldRounds);
        return new SegmentsReport(
                "segments",
                ratio(heldRounds),
                Map.of("out_of_reach", ratio(apartRounds)),
                sizes.get(sizes.size() - 1),
                sizes.get(0),
                sizes,
                sizes(apart, apartRounds),
                host,
                Provenance.here(command));
    }

    private List<ShopOfSegments> shops(boolean held) {
        return settings.sizes().stream()
                .map(size -> new ShopOfSegments(size, held))
                .toList();
    }

    private List<List<Round>> measure(List<ShopOfSegments> shops) {
        List<SegmentPlan> plans = shops.stream()
                .map(shop -> SegmentPlan.compile(shop.definitions()))
                .toList();
        List<List<Round>> results =
                shops.stream().<List<Round>>map(shop -> new ArrayList<>()).toList();
        for (int round = -settings.warmUp(); round < settings.rounds(); round++) {
            for (int i = 0; i < plans.size(); i++) {
                Round measured = round(plans.get(i));
                if (round >= 0) {
                    results.get(i).add(measured);
                }
            }
            out.accept(String.format(
                    Locale.ROOT,
                    "round %d of %d",
                    round + settings.warmUp() + 1,
                    settings.rounds() + settings.warmUp()));
        }
        return results;
    }

    private Round round(SegmentPlan plan) {
        CustomerEngine engine = new CustomerEngine(plan);
        ViewBuilder views = new ViewBuilder(engine, List.of());
        int measured = settings.history() + settings.events();
        long nanos = 0;
        long viewNanos = 0;
        long flips = 0;
        long stateBytes = 0;
        long lookedAt = 0;
        long evaluated = 0;
        long listed = 0;
        for (Event[] history : histories) {
            CustomerState state = new CustomerState(history[0].customerId());
            for (int i = 0; i < settings.history(); i++) {
                engine.onEvent(state, history[i]);
            }
            lookedAt -= engine.touchedLeaves();
            evaluated -= engine.evaluatedSegments();
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = settings.history(); i < measured; i++) {
                flips += engine.onEvent(state, history[i]).transitions().size();
            }
            nanos += THREADS.getCurrentThreadCpuTime() - start;
            lookedAt += engine.touchedLeaves();
            evaluated += engine.evaluatedSegments();
            views.view(state, 0);
            for (int i = measured; i < history.length; i++) {
                engine.onEvent(state, history[i]);
                start = THREADS.getCurrentThreadCpuTime();
                CustomerView view = views.view(state, i);
                viewNanos += THREADS.getCurrentThreadCpuTime() - start;
                listed += view.memberships().size();
            }
            stateBytes += CustomerStateCodec.encode(state).length;
        }
        double events = (double) settings.customers() * settings.events();
        double viewed = (double) settings.customers() * settings.views();
        return new Round(
                nanos / events,
                viewNanos / viewed,
                flips / events,
                lookedAt / events,
                evaluated / events,
                listed / viewed,
                stateBytes / settings.customers());
    }

    private List<SegmentsReport.AtSize> sizes(List<ShopOfSegments> shops, List<List<Round>> results) {
        List<SegmentsReport.AtSize> sizes = new ArrayList<>();
        for (int i = 0; i < shops.size(); i++) {
            ShopOfSegments shop = shops.get(i);
            Round last = results.get(i).get(settings.rounds() - 1);
            PlainCount plain = new PlainCount(shop, settings.instants());
            for (int customer = 0; customer < settings.customers(); customer++) {
                plain.compare(histories.get(customer), customer);
            }
            sizes.add(new SegmentsReport.AtSize(
                    shop.definitions().size(),
                    median(results.get(i), Round::nanos),
                    median(results.get(i), Round::viewNanos),
                    last.flips(),
                    shop.leavesTouched(),
                    last.lookedAt(),
                    last.evaluated(),
                    last.listed(),
                    last.stateBytes(),
                    plain.compared(),
                    plain.wrong()));
        }
        return sizes;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Math.round(Ratios.median(
                rounds.stream().map(round -> value.applyAsDouble(round)).toList()));
    }

    private Ratios ratio(List<List<Round>> results) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            ratios.add(results.get(results.size() - 1).get(round).nanos()
                    / results.get(0).get(round).nanos());
        }
        return Ratios.of(ratios);
    }
}
