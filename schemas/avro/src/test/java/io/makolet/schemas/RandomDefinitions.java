package io.makolet.schemas;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.profile.ProfileFieldType;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Definitions of every shape, whether they make sense or not, by a seed. */
final class RandomDefinitions {

    private static final Condition.Function[] QUANTITIES = {
        Condition.Function.COUNT,
        Condition.Function.SUM,
        Condition.Function.AVG,
        Condition.Function.MIN,
        Condition.Function.MAX,
        Condition.Function.DISTINCT
    };

    private final Random random;

    RandomDefinitions(long seed) {
        random = new Random(seed);
    }

    Definition definition() {
        return new Definition(
                text(),
                random.nextInt(100),
                random.nextInt(1_000),
                pick(Definition.Status.values()),
                text(),
                text(),
                random.nextLong(4_000_000_000_000L),
                text(),
                body());
    }

    private Definition.Body body() {
        return switch (random.nextInt(3)) {
            case 0 ->
                new Definition.SegmentBody(new SegmentDefinition(maybe(this::text), condition(4), maybe(this::stay)));
            case 1 -> new Definition.OfferBody(offer());
            default -> new Definition.ProfileBody(new ProfileDeclaration(list(this::field)));
        };
    }

    Stay stay() {
        long minStay = random.nextInt(1_000);
        return new Stay(
                random.nextInt(1_000),
                minStay,
                random.nextInt(1_000),
                random.nextBoolean() ? Stay.NEVER : 1 + minStay + random.nextInt(1_000));
    }

    private ProfileDeclaration.Field field() {
        return new ProfileDeclaration.Field(
                text(), pick(ProfileFieldType.values()), list(this::text), random.nextBoolean(), text());
    }

    private OfferDefinition offer() {
        Map<String, OfferContent> contents = new HashMap<>();
        contents.put("en", new OfferContent(text(), text(), text(), text(), text()));
        contents.put("he", new OfferContent("תה", text(), text(), text(), text()));
        return new OfferDefinition(
                text(),
                new OfferDefinition.Benefit(pick(OfferDefinition.Kind.values()), text()),
                random.nextLong(),
                random.nextLong(),
                "GBP",
                random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(),
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(),
                set(),
                set(),
                set(),
                maybe(() -> condition(3)),
                contents);
    }

    Condition condition(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 11)) {
            case 0 -> new Condition.In(text());
            case 1 -> new Condition.Cel(expr(4), text());
            case 2 -> new Condition.Aggregate(measure(window(), since(), Condition.Function.values()), comparison());
            case 3 -> new Condition.Recency(spec(null, window(), since()), random.nextBoolean(), comparison());
            case 4 -> ratio();
            case 5 -> sequence();
            case 6 -> random.nextInt(4) == 0 ? paced() : person();
            case 7 -> new Condition.All(list(() -> condition(depth - 1)));
            case 8 -> new Condition.Any(list(() -> condition(depth - 1)));
            case 9 -> atLeast(depth);
            default -> new Condition.Not(condition(depth - 1));
        };
    }

    private Condition paced() {
        return switch (random.nextInt(3)) {
            case 0 -> replenish();
            case 1 -> {
                long atLeast = 1L + random.nextInt(1_000);
                yield new Condition.Gap(match(), atLeast, 1 + random.nextLong(100 * atLeast));
            }
            default -> {
                int k = 1 + random.nextInt(64);
                List<String> is = List.of("a", "b", "ג").subList(0, 1 + random.nextInt(3));
                long halfLife = 1L + random.nextInt(1_000_000);
                int min = 1 + random.nextInt(Math.min(k, is.size()));
                yield new Condition.Top(match(), text(), maybe(this::text), halfLife, k, is, min);
            }
        };
    }

    private Condition replenish() {
        long cycle = 1L + random.nextInt(1_000);
        long late = random.nextBoolean() ? Condition.Replenish.NEVER : 1L + random.nextInt(1_000);
        return new Condition.Replenish(match(), 3 + random.nextInt(250), cycle, random.nextLong(cycle), late);
    }

    private Condition person() {
        if (random.nextInt(4) == 0) {
            List<Condition.Site> sites = List.of(site("a"), site("b"), site("ג"));
            return random.nextBoolean()
                    ? new Condition.Near(text(), site(text()), 1 + random.nextInt(1_000_000))
                    : new Condition.Nearest(text(), sites, List.of("b", "ג"), 1 + random.nextInt(1_000_000));
        }
        if (random.nextInt(8) == 0) {
            return new Condition.Listed(text(), List.of("a", "ג"));
        }
        if (random.nextInt(3) == 0) {
            return new Condition.Sample(text(), 1 + random.nextInt(10_000));
        }
        if (random.nextBoolean()) {
            List<Integer> edges = random.ints(2L * random.nextInt(20), 0, 200)
                    .sorted()
                    .distinct()
                    .boxed()
                    .toList();
            return new Condition.Season(
                    edges.subList(edges.size() % 2, edges.size()), -random.nextInt(2), 200 + random.nextInt(2), text());
        }
        int from = random.nextInt(300) - 200;
        return new Condition.Anniversary(text(), from, from + 1 + random.nextInt(60));
    }

    private Condition.Site site(String id) {
        return new Condition.Site(id, 180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
    }

    private Condition atLeast(int depth) {
        List<Condition> parts = list(() -> condition(depth - 1));
        parts.add(condition(0));
        return new Condition.AtLeast(1 + random.nextInt(parts.size()), parts);
    }

    private Condition ratio() {
        Window window = window();
        Condition.EventMatch since = since();
        return new Condition.Ratio(
                measure(window, since, QUANTITIES), measure(window, since, QUANTITIES), comparison());
    }

    private Condition sequence() {
        List<Condition.EventMatch> steps = list(this::match);
        steps.add(match());
        boolean absence = steps.size() == 1 || random.nextBoolean();
        return new Condition.Sequence(
                steps,
                absence ? match() : null,
                maybe(this::text),
                absence || random.nextBoolean() ? 1 + random.nextInt(1_000_000) : Condition.Sequence.UNBOUNDED,
                absence ? random.nextInt(1_000) : 0,
                random.nextBoolean() ? Condition.Sequence.UNBOUNDED : 1 + random.nextInt(1_000_000));
    }

    private Condition.Measure measure(
            Window window, Condition.@Nullable EventMatch since, Condition.Function[] functions) {
        Condition.Function function = pick(functions);
        return new Condition.Measure(
                spec(function == Condition.Function.COUNT ? null : text(), window, since), function);
    }

    private Condition.AggregateSpec spec(@Nullable String of, Window window, Condition.@Nullable EventMatch since) {
        return new Condition.AggregateSpec(match(), of, window, since);
    }

    private Condition.EventMatch match() {
        return new Condition.EventMatch(List.of("purchase", text()), maybe(() -> expr(3)), maybe(this::text));
    }

    private Condition.@Nullable EventMatch since() {
        return random.nextInt(4) == 0 ? match() : null;
    }

    private Window window() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> Window.LIFETIME;
            case 2, 3 -> new Window.Sliding(1 + random.nextInt(1_000_000));
            case 4 -> new Window.Calendar(pick(Window.Period.values()));
            default -> new Window.LastN(1 + random.nextInt(Window.LastN.MOST));
        };
    }

    private Comparison comparison() {
        return new Comparison(pick(Comparison.Op.values()), random.nextLong());
    }

    Expr expr(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 14)) {
            case 0 -> new Expr.Literal(random.nextLong());
            case 1 -> new Expr.Literal(random.nextGaussian());
            case 2 -> new Expr.Literal(random.nextBoolean());
            case 3 -> new Expr.Literal(text());
            case 4 -> new Expr.Field(pick(Expr.Scope.values()), text());
            case 5 -> new Expr.Has(pick(Expr.Scope.values()), text());
            case 6 -> new Expr.ListOf(list(() -> expr(depth - 1)));
            case 7 -> new Expr.Not(expr(depth - 1));
            case 8 -> new Expr.Negate(expr(depth - 1));
            case 9 -> new Expr.And(list(() -> expr(depth - 1)));
            case 10 -> new Expr.Or(list(() -> expr(depth - 1)));
            case 11 -> new Expr.Binary(pick(Expr.Op.values()), expr(depth - 1), expr(depth - 1));
            case 12 -> new Expr.Call(pick(Expr.Function.values()), list(() -> expr(depth - 1)));
            default -> new Expr.Conditional(expr(depth - 1), expr(depth - 1), expr(depth - 1));
        };
    }

    private Set<String> set() {
        return new HashSet<>(list(this::text));
    }

    private String text() {
        return pick(new String[] {"a", "b", "purchase", "channel", "מתנה", "", "e.channel != 'phone'"});
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }
}
