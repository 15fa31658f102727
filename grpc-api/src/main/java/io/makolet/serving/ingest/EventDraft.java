package io.makolet.serving.ingest;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An event that is being read: its fields go where the schema has them, all else is a property. */
final class EventDraft {

    private static final int MAX_ID = 512;
    private static final int MAX_TYPE = 128;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final EventSchema schema;
    private final @Nullable Object[] values;
    private final Map<String, String> properties = new HashMap<>();
    private List<Event.Line> lines = List.of();

    EventDraft(EventSchema schema) {
        this.schema = schema;
        this.values = new @Nullable Object[schema.fields().size()];
    }

    /** The schema of events of a type: of Makolet's own vocabulary, or the shop's own on its site. */
    static EventSchema schemaOf(String type) {
        return EventSchema.ofType(type).orElse(EventSchema.CLICKSTREAM);
    }

    /**
     * Takes what the producer says of a field.
     *
     * @param where it stands in the request
     */
    void put(String where, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (schema == EventSchema.PURCHASES && name.equals("lines")) {
            putLines(where, Given.list(where, value));
            return;
        }
        // What lines say nobody else may.
        int index = EventSchema.OF_LINES.contains(name) ? -1 : schema.indexOf(name);
        if (index < 0) {
            putProperty(where, name, value);
            return;
        }
        values[index] = switch (schema.fields().get(index).type()) {
            case TEXT -> Given.text(where, value);
            case LONG -> Given.whole(where, value);
            case DOUBLE -> Given.number(where, value).doubleValue();
            case MONEY -> Given.micros(where, value);
            case BOOL -> Given.bool(where, value);
            case TEXTS -> Given.texts(where, value);
            case TIME -> Given.time(where, value);
        };
    }

    /** Takes a field where the producer said nothing else of it. */
    void putDefault(String where, String name, @Nullable Object value) {
        int index = schema.indexOf(name);
        if (index >= 0 && values[index] == null && value != null) {
            put(where, name, value);
        }
    }

    /** Takes what no field is. */
    void putProperty(String where, String name, Object value) {
        if (value instanceof Map) {
            Given.object(where, value).forEach((member, inner) -> {
                if (inner != null) {
                    putProperty(where + "." + member, name + "." + member, inner);
                }
            });
        } else {
            properties.put(
                    name,
                    value instanceof List ? String.join(",", Given.texts(where, value)) : Given.text(where, value));
        }
    }

    private void putLines(String where, List<?> given) {
        List<Event.Line> read = new ArrayList<>();
        List<String> brands = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String line = where + "[" + i + "]";
            Map<String, @Nullable Object> members = Given.object(line, given.get(i));
            Object category = members.get("category");
            long quantity =
                    members.get("quantity") == null ? 1 : Given.whole(line + ".quantity", members.get("quantity"));
            read.add(new Event.Line(
                    Given.required(line + ".product_id", members.get("product_id"), MAX_ID),
                    category == null ? null : Given.text(line + ".category", category),
                    quantity,
                    amount(line, members, quantity)));
            putText(line + ".brand", members.get("brand"), brands);
            putText(line + ".size", members.get("size"), sizes);
        }
        lines = read;
        putOfLines("brands", brands);
        putOfLines("sizes", sizes);
    }

    private static void putText(String where, @Nullable Object value, List<String> texts) {
        if (value != null) {
            texts.add(Given.text(where, value));
        }
    }

    /** Takes what every line says of itself: what only some do is of no use without saying which. */
    private void putOfLines(String field, List<String> texts) {
        if (!lines.isEmpty() && texts.size() == lines.size()) {
            values[schema.indexOf(field)] = texts;
        }
    }

    /** What the customer pays for a line: said of the line, or of each piece. */
    private static long amount(String line, Map<String, @Nullable Object> members, long quantity) {
        if (members.get("amount") != null) {
            return Given.micros(line + ".amount", members.get("amount"));
        }
        if (members.get("price") != null) {
            long piece = Given.micros(line + ".price", members.get("price"));
            try {
                return Math.multiplyExact(piece, quantity);
            } catch (ArithmeticException e) {
                throw Given.wrong(line + ".price", members.get("price"), "an amount that can be counted");
            }
        }
        throw Given.wrong(line + ".amount", null, "an amount such as 12.5");
    }

    /**
     * The event.
     *
     * @param where its fields stand in the request
     */
    Event done(
            String where,
            String id,
            String customer,
            String type,
            long time,
            List<ProfileChange> profile,
            Map<String, Boolean> consent) {
        check(where);
        if (schema != EventSchema.PROFILES && !profile.isEmpty()) {
            throw Given.wrong(
                    "profile", profile.get(0).field(), "no profile fields but with an event such as profile_update");
        }
        return new Event(
                Given.required("id", id, MAX_ID),
                customer,
                Given.required("type", type, MAX_TYPE),
                time,
                schema,
                values,
                properties,
                lines,
                profile,
                consent);
    }

    private void check(String where) {
        boolean money = !lines.isEmpty();
        for (int i = 0; i < values.length; i++) {
            boolean isMoney = schema.fields().get(i).type() == FieldType.MONEY;
            money |= isMoney && values[i] != null;
        }
        if (schema == EventSchema.PURCHASES) {
            for (String field : List.of("order_id", "amount")) {
                if (values[schema.indexOf(field)] == null) {
                    throw Given.wrong(where + "." + field, null, "a value, as of every purchase");
                }
            }
        }
        int currency = schema.indexOf("currency");
        if (currency >= 0 && (money || values[currency] != null)) {
            String code = Objects.toString(values[currency], "");
            if (!CURRENCY.matcher(code).matches()) {
                throw Given.wrong(where + ".currency", code, "an ISO 4217 code, such as GBP");
            }
        }
    }
}
