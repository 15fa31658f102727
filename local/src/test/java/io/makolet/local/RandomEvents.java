package io.makolet.local;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events of all kinds, as mappings make them. */
final class RandomEvents {

    private static final List<String> TEXTS = List.of("a", "", "שלום", "مرحبا \"x\"", "12.50", "true", "née\n🙂");
    private static final int LONG_TEXT = 9_000;

    private final SplittableRandom random;

    RandomEvents(SplittableRandom random) {
        this.random = random;
    }

    /** The event that happens at an instant, milliseconds UTC. */
    Event next(long time) {
        EventSchema schema = EventSchema.ALL.get(random.nextInt(EventSchema.ALL.size()));
        @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(3) > 0) {
                values[i] = value(schema.fields().get(i).type());
            }
        }
        List<Event.Line> lines = List.of();
        if (schema == EventSchema.PURCHASES) {
            lines = lines();
            values[schema.indexOf("order_id")] = "o" + time;
            values[schema.indexOf("amount")] = money();
            values[schema.indexOf("product_ids")] = null;
            values[schema.indexOf("categories")] = null;
            values[schema.indexOf("brands")] = ofLines(lines);
            values[schema.indexOf("sizes")] = ofLines(lines);
        }
        if (schema.indexOf("currency") >= 0) {
            values[schema.indexOf("currency")] = random.nextBoolean() ? "GBP" : "ILS";
        }
        String type = random.nextInt(5) == 0
                ? "of_our_own"
                : schema.types().get(random.nextInt(schema.types().size()));
        return event(
                time,
                type,
                schema,
                values,
                lines,
                schema == EventSchema.PROFILES ? List.of(change("f0"), change("f1")) : List.of());
    }

    /** One that no node takes. */
    Event withLongText(long time) {
        EventSchema schema = EventSchema.CLICKSTREAM;
        @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
        values[schema.indexOf("url")] = "u".repeat(LONG_TEXT);
        return event(time, "page_view", schema, values, List.of(), List.of());
    }

    private Event event(
            long time,
            String type,
            EventSchema schema,
            @Nullable Object[] values,
            List<Event.Line> lines,
            List<ProfileChange> changes) {
        Map<String, String> properties =
                schema == EventSchema.PROFILES ? Map.of() : Map.of("country", text(), "ünknown", text());
        Map<String, Boolean> consent = random.nextBoolean() ? Map.of() : Map.of("marketing", random.nextBoolean());
        return new Event(
                "e" + time, "c" + random.nextInt(100), type, time, schema, values, properties, lines, changes, consent);
    }

    private Object value(FieldType type) {
        return switch (type) {
            case TEXT -> text();
            case LONG -> random.nextLong();
            case DOUBLE -> random.nextDouble();
            case MONEY -> money();
            case BOOL -> random.nextBoolean();
            case TEXTS -> List.of(text(), text());
            case TIME -> random.nextLong(2_000_000_000_000L);
        };
    }

    private long money() {
        return random.nextInt(10) == 0 ? random.nextLong() : random.nextLong(-9_999, 9_999_999);
    }

    private List<Event.Line> lines() {
        List<Event.Line> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(new Event.Line("p" + i, random.nextBoolean() ? text() : null, random.nextLong(1, 99), money()));
        }
        return lines;
    }

    private @Nullable List<String> ofLines(List<Event.Line> lines) {
        return lines.isEmpty() || random.nextBoolean()
                ? null
                : IntStream.range(0, lines.size()).mapToObj(i -> text()).toList();
    }

    private ProfileChange change(String field) {
        return new ProfileChange(
                field,
                switch (random.nextInt(9)) {
                    case 0 -> new ProfileValue.Bool(random.nextBoolean());
                    case 1 -> new ProfileValue.Choice(text());
                    case 2 -> new ProfileValue.MultiChoice(List.of(text(), text()));
                    case 3 -> new ProfileValue.Text(text());
                    case 4 -> new ProfileValue.Numeric(random.nextDouble(-1e9, 1e9));
                    case 5 -> new ProfileValue.Date(LocalDate.ofEpochDay(random.nextInt(-40_000, 40_000)));
                    case 6 -> new ProfileValue.Rating(random.nextInt(1, 6), 5);
                    case 7 ->
                        new ProfileValue.Place(
                                random.nextDouble(-90, 90),
                                random.nextDouble(-180, 180),
                                random.nextBoolean() ? text() : null);
                    default -> null;
                });
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
