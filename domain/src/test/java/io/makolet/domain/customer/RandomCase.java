package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded random definitions and histories, small enough that edges meet often. */
final class RandomCase {

    private static final String[] TYPES = {"purchase", "cancel"};
    private static final String[] CHANNELS = {"web", "phone"};
    private static final List<Comparison.Op> OPS = List.of(Comparison.Op.values());
    private static final List<Function> FUNCTIONS =
            List.of(Function.COUNT, Function.SUM, Function.FIRST, Function.LAST);

    private final Random random;

    RandomCase(long seed) {
        this.random = new Random(seed);
    }

    List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>();
        int n = 1 + random.nextInt(6);
        for (int i = 0; i < n; i++) {
            String purpose = random.nextInt(6) == 0 ? "marketing" : null;
            SegmentBody body = new SegmentBody(new SegmentDefinition(purpose, condition(2, i)));
            definitions.add(new Definition("s" + i, 1, i, Definition.Status.LIVE, "o", "t", 0, "", body));
        }
        return definitions;
    }

    List<Event> history(int size) {
        List<Event> events = new ArrayList<>();
        long time = 1_000;
        for (int i = 0; i < size; i++) {
            time += random.nextInt(40);
            long at = random.nextInt(8) == 0 ? Math.max(1, time - random.nextInt(60)) : time;
            if (random.nextInt(12) == 0 && !events.isEmpty()) {
                events.add(events.get(random.nextInt(events.size())));
            } else if (random.nextInt(8) == 0) {
                events.add(profile("p" + i, at));
            } else {
                events.add(Events.order("e" + i, pick(TYPES), at, (random.nextInt(9) - 2) * 1_000_000L, channel()));
            }
        }
        return events;
    }

    private Event profile(String id, long at) {
        boolean remove = random.nextInt(4) == 0;
        return Events.profile(
                id,
                at,
                remove ? Map.of() : Map.of("age", new ProfileValue.Numeric(random.nextInt(3))),
                remove ? List.of("age") : List.of(),
                random.nextInt(3) == 0 ? Map.of("marketing", random.nextBoolean()) : Map.of());
    }

    private @Nullable String channel() {
        return random.nextInt(4) == 0 ? null : pick(CHANNELS);
    }

    private Condition condition(int depth, int segment) {
        int kind = random.nextInt(depth > 0 ? 9 : 6);
        return switch (kind) {
            case 0, 1, 2 -> aggregate();
            case 3, 4 -> recency();
            case 5 ->
                segment > 0
                        ? new Condition.In("s" + random.nextInt(segment))
                        : new Condition.Cel(
                                new Expr.Binary(
                                        Expr.Op.GE, new Expr.Field(Expr.Scope.PROFILE, "age"), new Expr.Literal(1.0)),
                                "p.age >= 1.0");
            case 6 -> new Condition.All(parts(depth - 1, segment));
            case 7 -> new Condition.Any(parts(depth - 1, segment));
            default -> new Condition.Not(condition(depth - 1, segment));
        };
    }

    private List<Condition> parts(int depth, int segment) {
        List<Condition> parts = new ArrayList<>();
        for (int n = 2 + random.nextInt(2); n > 0; n--) {
            parts.add(condition(depth, segment));
        }
        return parts;
    }

    private Condition aggregate() {
        Function function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
        String of = function == Function.COUNT ? null : random.nextInt(3) == 0 ? "units" : "amount";
        Window window = random.nextInt(4) == 0 ? Window.LIFETIME : new Window.Sliding(1 + random.nextInt(120));
        long threshold = random.nextInt(6) * 1_000_000L;
        return new Condition.Aggregate(
                new Measure(spec(of, window), function),
                new Comparison(OPS.get(random.nextInt(OPS.size())), threshold));
    }

    private Condition recency() {
        Comparison comparison = new Comparison(OPS.get(random.nextInt(OPS.size())), 1 + random.nextInt(80));
        return new Condition.Recency(spec(null, Window.LIFETIME), random.nextBoolean(), comparison);
    }

    private AggregateSpec spec(@Nullable String of, Window window) {
        List<String> types = random.nextInt(3) == 0 ? List.of("cancel", "purchase") : List.of(pick(TYPES));
        Expr where = random.nextInt(3) != 0
                ? null
                : new Expr.Binary(Expr.Op.NE, new Expr.Field(Expr.Scope.EVENT, "channel"), new Expr.Literal("phone"));
        return new AggregateSpec(
                new EventMatch(types, where, where == null ? null : "e.channel != 'phone'"), of, window, null);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
