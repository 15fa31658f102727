package io.makolet.e2e;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.EventSchema.Field;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a customer does in some days, seeded: events of four types, of which any field may be missing and few values are
 * different, some late, and what they tell of themselves and agree to in between.
 */
final class RandomHistory {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final List<String> VALUES = List.of("a", "a", "b", "c");
    private static final List<String> TYPES = List.of(
            "purchase",
            "cancel",
            "return",
            "checkout",
            "product_view",
            "page_view",
            "cart_add",
            "mail_sent",
            "mail_open",
            "mail_click",
            "call");
    private static final List<String> TOLD = List.of(
            "country",
            "family_status",
            "sign_up_source",
            "interests",
            "answer",
            "stars",
            "birthday",
            "wedding_day",
            "time_zone");

    /** Where clocks change at midnight, by night, and where it was never that day. */
    private static final List<String> ZONES =
            List.of("Asia/Jerusalem", "America/Sao_Paulo", "America/New_York", "Pacific/Apia", "no zone");

    /** Before a leap day, before clocks go forward and back in these zones, and before a year ends. */
    private static final List<String> BEGINNINGS = List.of(
            "2024-02-27T10:00:00Z",
            "2023-02-26T22:00:00Z",
            "2024-03-27T21:00:00Z",
            "2024-10-25T21:30:00Z",
            "2018-11-02T20:00:00Z",
            "2018-02-16T01:00:00Z",
            "2024-11-01T12:00:00Z",
            "2011-12-28T09:00:00Z",
            "2024-12-29T09:00:00Z");

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final LocalDate about;

    RandomHistory(long seed) {
        random = new Random(seed);
        Instant beginning = Instant.parse(pick(BEGINNINGS));
        about = LocalDate.ofInstant(beginning, ZoneOffset.UTC);
        long time = beginning.toEpochMilli();
        add(told(time, "time_zone", true));
        List<String> types = new ArrayList<>(TYPES);
        Collections.shuffle(types, random);
        types.subList(4, types.size()).clear();
        int size = 6 + random.nextInt(20);
        for (int i = 0; i < size; i++) {
            time += random.nextInt(4) == 0
                    ? random.nextInt(3)
                    : (1 + random.nextInt(20)) * HOUR + random.nextInt(3) - 1;
            long at = random.nextInt(8) == 0 ? time - random.nextInt(30) * HOUR : time;
            add(random.nextInt(5) == 0 ? told(at, pick(TOLD), random.nextInt(5) > 0) : happens(at, pick(types)));
        }
    }

    /** In the order in which they come. */
    List<Event> events() {
        return events;
    }

    private void add(Event event) {
        events.add(event);
    }

    private Event happens(long time, String type) {
        EventSchema schema = EventSchema.ofType(type).orElseThrow();
        @Nullable Object[] values = new Object[schema.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(6) == 0 ? null : value(schema.fields().get(i));
        }
        return event(time, type, schema, values, List.of());
    }

    private Object value(Field field) {
        return switch (field.type()) {
            case TEXT -> pick(VALUES);
            case TEXTS -> random.nextBoolean() ? List.of(pick(VALUES)) : List.of(pick(VALUES), pick(VALUES));
            case MONEY -> (random.nextInt(9) - 1) * 500_000L;
            case LONG -> (long) random.nextInt(4);
            case DOUBLE -> random.nextInt(4) / 2.0;
            case BOOL -> random.nextInt(4) == 0;
            case TIME -> random.nextInt(3) * HOUR;
        };
    }

    private Event told(long time, String field, boolean known) {
        ProfileValue value = switch (field) {
            case "interests" -> new ProfileValue.MultiChoice(List.of(pick(VALUES)));
            case "stars" -> new ProfileValue.Rating(1 + random.nextInt(4), 5);
            case "birthday", "wedding_day" -> day();
            case "time_zone" -> new ProfileValue.Text(pick(ZONES));
            default -> new ProfileValue.Text(pick(VALUES));
        };
        ProfileChange change = new ProfileChange(field, known ? value : null);
        return event(time, "profile_update", EventSchema.PROFILES, new Object[0], List.of(change));
    }

    private ProfileValue day() {
        return random.nextInt(4) == 0
                ? new ProfileValue.Date(LocalDate.of(1980, 2, 29))
                : new ProfileValue.Date(about.plusDays(random.nextInt(8)).minusYears(random.nextInt(3)));
    }

    /** Consent is given with the first, and later now and then given or taken back. */
    private Event event(
            long time, String type, EventSchema schema, @Nullable Object[] values, List<ProfileChange> changes) {
        Map<String, Boolean> consent = events.isEmpty() || random.nextInt(12) == 0
                ? Map.of("marketing", events.isEmpty() || random.nextInt(3) > 0)
                : Map.of();
        return new Event("e" + events.size(), "c", type, time, schema, values, Map.of(), List.of(), changes, consent);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
