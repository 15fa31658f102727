package io.makolet.definitions;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one customer, and who they were then, in lines: {@code 2026-01-05 purchase amount=20} is an event,
 * {@code 2026-01-05 told country=IL} a change of the profile, {@code 2026-01-06T12:00 in} what is expected ({@code in},
 * {@code out}, {@code unknown}). Several texts of a field are divided by {@code |}. The engine of production decides.
 */
final class History {

    private final CustomerEngine engine;
    private final CustomerState state = new CustomerState("c");
    private int events;

    /** {@code segment}: the only segment there is. */
    History(Draft segment) {
        engine = new CustomerEngine(SegmentPlan.compile(List.of(segment.publish(1, 0, Definition.Status.LIVE, 0))));
    }

    /** Lines for which the engine answers otherwise than expected, with its answer. */
    List<String> surprises(String lines) throws Quantities.Malformed {
        List<String> surprises = new ArrayList<>();
        for (String line : lines.lines().filter(line -> !line.isBlank()).toList()) {
            String[] words = line.strip().split(" +");
            long time = Quantities.instant(words[0]);
            switch (words[1]) {
                case "in", "out", "unknown" -> {
                    String answer = answer(time);
                    if (!answer.equals(words[1])) {
                        surprises.add(line + ", but it is " + answer);
                    }
                }
                default -> engine.onEvent(state, event(time, words));
            }
        }
        return surprises;
    }

    private String answer(long time) {
        engine.onTime(state, time);
        Truth truth = engine.memberships(state).get(0).at(time);
        return switch (truth) {
            case TRUE -> "in";
            case FALSE -> "out";
            case UNKNOWN -> "unknown";
        };
    }

    private Event event(long time, String[] words) throws Quantities.Malformed {
        boolean told = words[1].equals("told");
        String type = told ? "profile_update" : words[1];
        EventSchema schema = EventSchema.ofType(type).orElseThrow();
        @Nullable Object[] values = new Object[schema.fields().size()];
        for (int i = 0; i < values.length; i++) {
            FieldType field = schema.fields().get(i).type();
            values[i] = field == FieldType.BOOL ? false : field == FieldType.TEXTS ? List.of() : null;
        }
        List<ProfileChange> changes = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (told) {
                changes.add(new ProfileChange(pair[0], profileValue(pair[0], pair[1])));
            } else {
                int index = schema.indexOf(pair[0]);
                values[index] = value(schema.fields().get(index).type(), pair[1]);
            }
        }
        String id = "e" + events++;
        return new Event(id, "c", type, time, schema, values, Map.of(), List.of(), changes, Map.of());
    }

    private static Object value(FieldType type, String text) throws Quantities.Malformed {
        return switch (type) {
            case BOOL -> Boolean.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case MONEY -> Quantities.micros(text);
            case TEXT -> text;
            case TEXTS -> List.of(text.split("\\|"));
            case TIME -> Quantities.instant(text);
        };
    }

    private static ProfileValue profileValue(String field, String text) {
        return switch (field) {
            case "interests" -> new ProfileValue.MultiChoice(List.of(text.split("\\|")));
            case "stars" -> new ProfileValue.Rating(Integer.parseInt(text), 5);
            case "birthday", "wedding_day" -> new ProfileValue.Date(LocalDate.parse(text));
            default -> new ProfileValue.Choice(text);
        };
    }
}
