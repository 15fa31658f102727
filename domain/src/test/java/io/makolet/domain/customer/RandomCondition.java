package io.makolet.domain.customer;

import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random conditions of every kind. */
final class RandomCondition {

    private static final List<Comparison.Op> OPS = List.of(Comparison.Op.values());
    private static final List<Function> FUNCTIONS = List.of(Function.values());
    private static final List<Window.Period> PERIODS = List.of(Window.Period.values());
    private static final List<Function> QUANTITIES =
            List.of(Function.COUNT, Function.SUM, Function.AVG, Function.MIN, Function.MAX, Function.DISTINCT);

    private final Random random;
    private final long tick;
    private final int today;
    private final int segment;

    /** Conditions about some day since 1970-01-01, of the segment with a number; they refer to those before it. */
    RandomCondition(Random random, long tick, int today, int segment) {
        this.random = random;
        this.tick = tick;
        this.today = today;
        this.segment = segment;
    }

    Condition next(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0, 1, 2 -> new Condition.Aggregate(measure(FUNCTIONS), comparison());
            case 3 -> new Condition.Ratio(measure(QUANTITIES), measure(QUANTITIES), comparison());
            case 4 -> paced();
            case 5, 6 -> sequence();
            case 7 ->
                segment > 0
                        ? new Condition.In("s" + random.nextInt(segment))
                        : new Condition.Cel(RandomCase.ageAtLeastOne(), "p.age >= 1.0");
            case 8 -> personal();
            case 9, 10 -> new Condition.All(parts(depth - 1));
            case 11 -> new Condition.Any(parts(depth - 1));
            case 12 -> {
                List<Condition> parts = parts(depth - 1);
                yield new Condition.AtLeast(1 + random.nextInt(parts.size()), parts);
            }
            default -> new Condition.Not(next(depth - 1));
        };
    }

    /** One that looks at the profile and time only. */
    private Condition personal() {
        return switch (random.nextInt(8)) {
            case 7 -> new Condition.Listed("list", random.nextBoolean() ? List.of("a", "c") : List.of("b"));
            case 0, 1 -> anniversary();
            case 2, 3 -> season();
            case 4 -> new Condition.Near("home", site("there"), (1 + random.nextInt(20)) * 100_000 + 777);
            case 5 -> nearest();
            default -> new Condition.Sample("salt" + random.nextInt(100), 1 + random.nextInt(10_000));
        };
    }

    private Condition anniversary() {
        int from = random.nextInt(8) == 0 ? -364 + random.nextInt(300) : random.nextInt(6) - 3;
        int most = Math.min(Condition.Anniversary.MOST_DAYS - Math.max(0, from), 364);
        return new Condition.Anniversary(
                "birthday", from, from + 1 + random.nextInt(random.nextInt(8) == 0 ? most : 4));
    }

    private Condition nearest() {
        List<Condition.Site> sites = List.of(site("a"), site("b"), site("c"));
        int metres = random.nextBoolean() ? Condition.Near.MOST_METRES : 200_777;
        return new Condition.Nearest("home", sites, random.nextBoolean() ? List.of("a") : List.of("b", "c"), metres);
    }

    private Condition.Site site(String id) {
        return new Condition.Site(id, RandomCase.latitude(random), RandomCase.longitude(random));
    }

    private Condition season() {
        int knownFrom = today - random.nextInt(30) + (random.nextInt(6) == 0 ? 25 : 0);
        int day = knownFrom + random.nextInt(3);
        List<Integer> edges = new ArrayList<>();
        // No more changes than are listed of one condition: some of the cases are served without any timer.
        for (int n = 2 * random.nextInt(4); n > 0; n--) {
            edges.add(day);
            day += 1 + random.nextInt(random.nextInt(3) == 0 ? 30 : 3);
        }
        int last = edges.isEmpty() ? knownFrom : edges.get(edges.size() - 1);
        int knownUntil = Math.max(knownFrom + 1, last + random.nextInt(random.nextBoolean() ? 2 : 500));
        return new Condition.Season(edges, knownFrom, knownUntil, "feast");
    }

    private List<Condition> parts(int depth) {
        List<Condition> parts = new ArrayList<>();
        for (int n = 2 + random.nextInt(2); n > 0; n--) {
            parts.add(next(depth));
        }
        return parts;
    }

    private Comparison comparison() {
        long threshold = random.nextInt(8) == 0
                ? random.nextLong()
                : (random.nextInt(8) - 1) * 1_000_000L + (random.nextInt(4) == 0 ? 333_333 : 0);
        return new Comparison(pick(OPS), threshold);
    }

    private Measure measure(List<Function> functions) {
        Function function = pick(functions);
        Window window = window();
        String of = random.nextInt(3) == 0 ? "units" : "amount";
        if (function == Function.COUNT) {
            of = null;
        } else if (function == Function.DISTINCT && !(window instanceof Window.LastN) && random.nextBoolean()) {
            of = "channel";
        }
        return new Measure(spec(of, window), function);
    }

    private Condition replenish() {
        long cycle = (1 + random.nextInt(60)) * tick;
        long late = random.nextBoolean() ? Condition.Replenish.NEVER : (1 + random.nextInt(40)) * tick;
        return new Condition.Replenish(
                match(), 3 + random.nextInt(4), cycle, random.nextInt((int) Math.min(1_000, cycle)), late);
    }

    private Condition top() {
        List<String> values = new ArrayList<>(List.of("web", "phone", "of 0", "of 3", "nothing"));
        Collections.shuffle(values, random);
        List<String> is = values.subList(0, 1 + random.nextInt(3));
        int k = 1 + random.nextInt(3);
        return new Condition.Top(
                match(),
                random.nextInt(3) == 0 ? "channel" : "coupons",
                pick(Arrays.asList("amount", "units", null, null)),
                (1 + random.nextInt(random.nextBoolean() ? 10 : 1_000)) * tick,
                k,
                is,
                1 + random.nextInt(Math.min(k, is.size())));
    }

    private Condition gap() {
        long atLeast = (1 + random.nextInt(80)) * tick;
        return new Condition.Gap(match(), atLeast, (1 + random.nextInt(Condition.Gap.MOST_TIMES)) * tick);
    }

    /** One that looks at when events were, or at which come most. */
    private Condition paced() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> replenish();
            case 2 -> top();
            case 3 -> gap();
            default -> recency();
        };
    }

    private Condition recency() {
        Comparison comparison = new Comparison(pick(OPS), (1 + random.nextInt(80)) * tick);
        return new Condition.Recency(
                spec(null, random.nextInt(3) == 0 ? window() : Window.LIFETIME), random.nextBoolean(), comparison);
    }

    private Window window() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Window.LIFETIME;
            case 2 -> new Window.LastN(1 + random.nextInt(4));
            case 3, 4 -> new Window.Calendar(pick(PERIODS));
            default -> new Window.Sliding((1 + random.nextInt(120)) * tick);
        };
    }

    private Condition sequence() {
        List<EventMatch> steps = new ArrayList<>();
        boolean absence = random.nextBoolean();
        for (int n = (absence ? 1 : 2) + random.nextInt(2); n > 0; n--) {
            steps.add(match());
        }
        return new Sequence(
                steps,
                absence ? match() : null,
                random.nextBoolean() ? "channel" : null,
                absence || random.nextInt(3) > 0 ? (1 + random.nextInt(60)) * tick : Sequence.UNBOUNDED,
                absence && random.nextBoolean() ? random.nextInt(20) * tick : 0,
                random.nextBoolean() ? (1 + random.nextInt(150)) * tick : Sequence.UNBOUNDED);
    }

    private AggregateSpec spec(@Nullable String of, Window window) {
        return new AggregateSpec(match(), of, window, random.nextInt(4) == 0 ? match() : null);
    }

    private EventMatch match() {
        List<String> types = random.nextInt(3) == 0
                ? List.of("cancel", "purchase")
                : List.of(RandomCase.TYPES[random.nextInt(RandomCase.TYPES.length)]);
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                new EventMatch(
                        types,
                        new Expr.Binary(
                                Expr.Op.NE, new Expr.Field(Expr.Scope.EVENT, "channel"), new Expr.Literal("phone")),
                        "e.channel != 'phone'");
            case 2 -> new EventMatch(types, RandomCase.ageAtLeastOne(), "p.age >= 1.0");
            default -> new EventMatch(types, null, null);
        };
    }

    private <T extends @Nullable Object> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
