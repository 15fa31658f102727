package io.makolet.benchmarks;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.ViewBuilder;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an event costs as definitions are added: processor time of the evaluator per event at 10, 100, 1,000 and 10,000
 * different definitions over the same 200 aggregates, where each event touches one leaf in a hundred and as many
 * memberships change.
 */
public final class SegmentsBenchmark {

    private static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);
    private static final int CUSTOMERS = 20;
    private static final int VIEWS = 20;

    /** Events that lie in the window when the measurement begins. */
    private static final int HISTORY = 1_000;

    private static final int WARM_UP = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int events;
    private final int rounds;
    private final Consumer<String> out;

    /**
     * @param events per customer that are measured, after those of a month
     * @param rounds measured after some that are not
     * @param out takes lines for people
     */
    public SegmentsBenchmark(int events, int rounds, Consumer<String> out) {
        this.events = events;
        this.rounds = rounds;
        this.out = out;
    }

    /** What one round over one number of definitions came to. */
    private record Round(
            long nanos, long viewNanos, long transitions, long leaves, long evaluated, long stateBytes, long wrong) {}

    /** Measures. The sizes take turns within each round, so that all see the same moods of the machine. */
    public SegmentsReport run(String command) {
        out.accept("thresholds out of reach");
        List<List<Round>> apart = measure(false);
        out.accept("thresholds that are always reached");
        return report(apart, measure(true), command);
    }

    private List<List<Round>> measure(boolean held) {
        List<Event[]> histories = new ArrayList<>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            histories.add(ShopOfSegments.history("c" + customer, HISTORY + events, customer));
        }
        List<SegmentPlan> plans = new ArrayList<>();
        List<ShopOfSegments> shops = new ArrayList<>();
        for (int size : SIZES) {
            ShopOfSegments shop = new ShopOfSegments(size, held);
            shops.add(shop);
            plans.add(SegmentPlan.compile(shop.definitions()));
        }
        List<List<Round>> results =
                SIZES.stream().<List<Round>>map(size -> new ArrayList<>()).toList();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < SIZES.size(); i++) {
                Round measured = round(shops.get(i), plans.get(i), histories, round == rounds - 1);
                if (round >= 0) {
                    results.get(i).add(measured);
                }
            }
            out.accept(String.format(Locale.ROOT, "round %d of %d", round + WARM_UP + 1, rounds + WARM_UP));
        }
        return results;
    }

    private Round round(ShopOfSegments shop, SegmentPlan plan, List<Event[]> histories, boolean check) {
        CustomerEngine engine = new CustomerEngine(plan);
        ViewBuilder views = new ViewBuilder(engine, shop.definitions());
        long nanos = 0;
        long viewNanos = 0;
        long transitions = 0;
        long stateBytes = 0;
        long leaves = 0;
        long evaluated = 0;
        long wrong = 0;
        for (Event[] history : histories) {
            CustomerState state = new CustomerState(history[0].customerId());
            for (int i = 0; i < history.length - events; i++) {
                engine.onEvent(state, history[i]);
            }
            leaves -= engine.touchedLeaves();
            evaluated -= engine.evaluatedSegments();
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = history.length - events; i < history.length; i++) {
                transitions += engine.onEvent(state, history[i]).transitions().size();
            }
            nanos += THREADS.getCurrentThreadCpuTime() - start;
            leaves += engine.touchedLeaves();
            evaluated += engine.evaluatedSegments();
            start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < VIEWS; i++) {
                wrong += views.view(state, i).memberships().isEmpty() ? 1 : 0;
            }
            viewNanos += THREADS.getCurrentThreadCpuTime() - start;
            stateBytes += CustomerStateCodec.encode(state).length;
            wrong = check ? wrong(shop, engine.memberships(state), history) : 0;
        }
        long total = (long) histories.size() * events;
        return new Round(
                nanos / total,
                viewNanos / ((long) histories.size() * VIEWS),
                transitions,
                leaves,
                evaluated,
                stateBytes / histories.size(),
                wrong);
    }

    /** Memberships that are not as the events say when they are counted one by one. */
    private static long wrong(ShopOfSegments shop, List<Membership> memberships, Event[] history) {
        long now = history[history.length - 1].time();
        long wrong = 0;
        for (int d = 0; d < memberships.size(); d++) {
            boolean expected = shop.leaves(d).stream().anyMatch(leaf -> holds(leaf, history, now));
            wrong += memberships.get(d).value() == Truth.of(expected) ? 0 : 1;
        }
        return wrong;
    }

    private static boolean holds(Condition.Aggregate leaf, Event[] history, long now) {
        Condition.AggregateSpec spec = leaf.measure().spec();
        long window = ((Window.Sliding) spec.window()).millis();
        long found = 0;
        for (Event event : history) {
            if (event.time() > now - window && spec.match().eventTypes().contains(event.type())) {
                found += spec.of() == null ? 1 : quantityOf(event);
            }
        }
        return leaf.comparison().test(found * 1_000_000);
    }

    private static long quantityOf(Event event) {
        return event.value("quantity") instanceof Long quantity ? quantity : 0;
    }

    private SegmentsReport report(List<List<Round>> apart, List<List<Round>> held, String command) {
        List<SegmentsReport.AtSize> sizes = sizes(apart);
        return new SegmentsReport(
                "segments",
                ratio(apart),
                Map.of("always_reached", ratio(held)),
                sizes.get(sizes.size() - 1),
                sizes.get(0),
                sizes,
                sizes(held),
                Provenance.here(command));
    }

    private List<SegmentsReport.AtSize> sizes(List<List<Round>> results) {
        List<SegmentsReport.AtSize> sizes = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            List<Round> of = results.get(i);
            Round last = of.get(of.size() - 1);
            double total = (double) CUSTOMERS * events;
            sizes.add(new SegmentsReport.AtSize(
                    SIZES.get(i),
                    Ratios.median(of.stream().map(r -> (double) r.nanos()).toList()),
                    Ratios.median(of.stream().map(r -> (double) r.viewNanos()).toList()),
                    last.transitions() / total,
                    last.leaves() / total,
                    last.evaluated() / total,
                    last.stateBytes(),
                    last.wrong()));
        }
        return sizes;
    }

    private Ratios ratio(List<List<Round>> results) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add((double) results.get(SIZES.size() - 1).get(round).nanos()
                    / results.get(0).get(round).nanos());
        }
        return Ratios.of(ratios);
    }
}
