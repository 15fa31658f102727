package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A seeded random case, small enough that edges meet often. */
public final class RandomCase {

    private static final long HOUR = 60L * 60 * 1000;

    /** Milliseconds between two ticks: some histories last for seconds, others for months. */
    private static final long[] TICKS = {1, 1, HOUR, 7 * HOUR};

    /** Shortly before clocks go forward or back, a leap day, and the end of a year. */
    private static final List<String> BEGINNINGS = List.of(
            "2024-02-26T00:00:00Z",
            "2021-12-20T22:00:00Z",
            "2025-03-25T12:00:00Z",
            "2011-12-20T09:30:00Z",
            "2018-11-02T20:00:00Z",
            "2024-02-28T23:59:59.950Z",
            "2024-03-28T21:59:59.950Z",
            "2024-10-26T20:59:59.950Z",
            "2018-02-17T20:00:00Z",
            "2010-11-06T20:00:00Z");

    static final String[] TYPES = {"purchase", "cancel", "return"};
    private static final String[] FIELDS = {"age", "birthday", "home", "time_zone"};
    private static final String[] CHANNELS = {"web", "phone"};
    private static final String[] ZONES = {
        "Asia/Jerusalem", "America/Sao_Paulo", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "not a zone", "UTC"
    };

    private final Random random;
    private final long tick;
    private final long beginning;

    /** The cases of a seed. */
    public RandomCase(long seed) {
        this.random = new Random(seed);
        this.tick = TICKS[random.nextInt(TICKS.length)];
        this.beginning =
                Instant.parse(BEGINNINGS.get(random.nextInt(BEGINNINGS.size()))).toEpochMilli();
    }

    /** The next one. */
    public OracleCase next() {
        List<Definition> definitions = definitions(List.of());
        List<OracleCase.Step> steps = new ArrayList<>();
        List<Definition> live = definitions;
        List<Event> past = new ArrayList<>();
        long time = beginning;
        int size = 5 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            time += ticks(random.nextInt(5) == 0 ? 0 : 40);
            switch (random.nextInt(12)) {
                case 0 -> steps.add(new OracleCase.Passes(ticks(60)));
                case 1 -> steps.add(new OracleCase.Stored());
                case 2 -> {
                    if (random.nextInt(3) == 0) {
                        live = definitions(live);
                        steps.add(
                                random.nextBoolean() ? new OracleCase.Announced(live) : new OracleCase.Published(live));
                    }
                }
                default -> steps.add(new OracleCase.Happens(event(i, time, past)));
            }
        }
        steps.add(new OracleCase.Passes(ticks(1_000)));
        return new OracleCase(definitions, steps);
    }

    /** New definitions, some of them as they were. */
    List<Definition> definitions(List<Definition> before) {
        List<Definition> definitions = new ArrayList<>();
        int n = 1 + random.nextInt(6);
        for (int i = 0; i < n; i++) {
            if (i < before.size() && random.nextInt(3) > 0) {
                definitions.add(before.get(i));
                continue;
            }
            String purpose = random.nextInt(6) == 0 ? "marketing" : null;
            int version = i < before.size() ? before.get(i).version() + 1 : 1;
            SegmentBody body = new SegmentBody(new SegmentDefinition(
                    purpose,
                    new RandomCondition(random, tick, today(), i).next(2),
                    random.nextInt(5) == 0 ? stay() : null));
            definitions.add(definition("s" + i, version, i * 3, Definition.Status.LIVE, body));
        }
        // The last one is referred to by none; one that is retired comes back with the next version.
        Definition last = definitions.get(n - 1);
        Definition.Status status = n > 1 && random.nextInt(4) == 0 ? Definition.Status.RETIRED : Definition.Status.LIVE;
        int version = status == last.status() ? last.version() : last.version() + 1;
        definitions.set(n - 1, definition(last.id(), version, last.index(), status, last.body()));
        return revive(definitions);
    }

    /** The same definitions for what tells nothing of stays. */
    static List<Definition> withoutStays(List<Definition> definitions) {
        return definitions.stream().map(RandomCase::withoutStay).toList();
    }

    private static Definition withoutStay(Definition definition) {
        SegmentDefinition segment = ((SegmentBody) definition.body()).segment();
        return definition(
                definition.id(),
                definition.version(),
                definition.index(),
                definition.status(),
                new SegmentBody(new SegmentDefinition(segment.purpose(), segment.when())));
    }

    private Stay stay() {
        long minStay = spanOrNone();
        long expiresAfter = random.nextInt(3) > 0 ? Stay.NEVER : Math.max(1, minStay + spanOrNone());
        return new Stay(spanOrNone(), minStay, spanOrNone(), expiresAfter);
    }

    private long spanOrNone() {
        return random.nextBoolean() ? 0 : Math.max(0, ticks(40));
    }

    private static List<Definition> revive(List<Definition> definitions) {
        for (int i = 0; i < definitions.size() - 1; i++) {
            Definition d = definitions.get(i);
            if (d.status() == Definition.Status.RETIRED) {
                definitions.set(i, definition(d.id(), d.version() + 1, d.index(), Definition.Status.LIVE, d.body()));
            }
        }
        return definitions;
    }

    private static Definition definition(
            String id, int version, int index, Definition.Status status, Definition.Body body) {
        return new Definition(id, version, index, status, "o", "t", 0, "", body);
    }

    private Event event(int i, long time, List<Event> past) {
        long at = random.nextInt(6) == 0 ? time - ticks(60) : time;
        Event event;
        if (random.nextInt(12) == 0 && !past.isEmpty()) {
            event = past.get(random.nextInt(past.size()));
        } else if (random.nextInt(7) == 0) {
            event = profile("p" + i, at);
        } else {
            event = order("e" + i, at);
        }
        past.add(event);
        return event;
    }

    /** Now and then one that does not say how many pieces. */
    private Event order(String id, long at) {
        Event order = Events.order(id, pick(TYPES), at, amount(), channel());
        return random.nextInt(6) == 0 ? Events.without("units", order) : order;
    }

    private long amount() {
        if (random.nextInt(60) == 0) {
            return random.nextBoolean() ? Long.MAX_VALUE - 3 : Long.MIN_VALUE + 3;
        }
        return (random.nextInt(9) - 2) * 1_000_000L;
    }

    private Event profile(String id, long at) {
        Map<String, Boolean> consent = random.nextInt(3) == 0 ? Map.of("marketing", random.nextBoolean()) : Map.of();
        String field = pick(FIELDS);
        if (random.nextInt(4) == 0) {
            return Events.profile(id, at, Map.of(), List.of(field), consent);
        }
        ProfileValue value = switch (field) {
            case "age" -> new ProfileValue.Numeric(random.nextInt(3));
            case "birthday" -> birthday();
            case "home" -> home();
            default -> new ProfileValue.Text(pick(ZONES));
        };
        return Events.profile(id, at, Map.of(field, value), List.of(), consent);
    }

    /** A date that returns soon, or will be; or something else. */
    private ProfileValue birthday() {
        return switch (random.nextInt(8)) {
            case 0 -> new ProfileValue.Text("29 February");
            case 1 -> new ProfileValue.Date(LocalDate.of(1972 + 4 * random.nextInt(16), 2, 29));
            default ->
                new ProfileValue.Date(LocalDate.ofEpochDay(today() + random.nextInt(10) - 3)
                        .minusYears(random.nextInt(random.nextBoolean() ? 3 : 60) - 1));
        };
    }

    private ProfileValue home() {
        return random.nextInt(8) == 0
                ? new ProfileValue.Text("at home")
                : new ProfileValue.Place(latitude(random), longitude(random), null);
    }

    /** Of an island where the days begin and end; no two of them are as far from a third. */
    static double latitude(Random random) {
        return -10 + 10 * random.nextDouble();
    }

    static double longitude(Random random) {
        return (random.nextBoolean() ? -180 : 175) + 5 * random.nextDouble();
    }

    private int today() {
        return (int) (beginning / 24 / HOUR);
    }

    private long ticks(int most) {
        long millis = random.nextInt(most + 1) * tick;
        return tick > 1 && random.nextInt(4) == 0 ? millis + random.nextInt(3) - 1 : millis;
    }

    private @Nullable String channel() {
        return random.nextInt(4) == 0 ? null : pick(CHANNELS);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    static Expr ageAtLeastOne() {
        return new Expr.Binary(Expr.Op.GE, new Expr.Field(Expr.Scope.PROFILE, "age"), new Expr.Literal(1.0));
    }
}
