package io.makolet.domain.explain;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.explain.Counterfactual.Happens;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events as a change would have them, to try it. */
final class EventSketch {

    /** Digits that surely fit. */
    private static final int FITS = 18;

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private EventSketch() {}

    /**
     * One of the events of a step; empty where no event of its types has such fields.
     *
     * @param number tells it from the others
     */
    static Optional<Event> of(Happens step, String customerId, long time, int number) {
        String type = step.match().eventTypes().get(0);
        return schema(type, step).flatMap(schema -> {
            @Nullable Object[] values = new Object[schema.fields().size()];
            for (Map.Entry<String, Object> field : step.fields().entrySet()) {
                int index = schema.indexOf(field.getKey());
                Object value =
                        index < 0 ? null : value(schema.fields().get(index).type(), field.getValue());
                if (value == null) {
                    return Optional.empty();
                }
                values[index] = value;
            }
            String distinct = step.distinct();
            if (distinct != null) {
                int index = schema.indexOf(distinct);
                if (index < 0) {
                    return Optional.empty();
                }
                values[index] = another(schema.fields().get(index).type(), number);
            }
            return Optional.of(new Event(
                    "\0try " + number,
                    customerId,
                    type,
                    time,
                    schema,
                    values,
                    Map.of(),
                    List.of(),
                    List.of(),
                    Map.of()));
        });
    }

    /** A shop's own events come in one of the topics whose fields they have. */
    private static Optional<EventSchema> schema(String type, Happens step) {
        return EventSchema.ofType(type)
                .or(() -> EventSchema.ALL.stream()
                        .filter(schema -> step.fields().keySet().stream().allMatch(f -> schema.indexOf(f) >= 0))
                        .filter(schema -> step.distinct() == null || schema.indexOf(step.distinct()) >= 0)
                        .findFirst());
    }

    private static @Nullable Object value(FieldType type, Object value) {
        return switch (type) {
            case BOOL -> value instanceof Boolean ? value : null;
            case LONG, TIME -> whole(value, BigDecimal.ONE);
            case MONEY -> whole(value, MILLION);
            case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
            case TEXT -> value instanceof String ? value : null;
            case TEXTS -> value instanceof List<?> ? value : null;
        };
    }

    /** Some value of a field of an event type; empty where it has no such field. */
    static Optional<Object> any(String type, String field) {
        return typeOf(type, field).map(found -> switch (found) {
            case BOOL -> true;
            case LONG, TIME, MONEY -> 1L;
            case DOUBLE -> 1.0;
            case TEXT -> "any";
            case TEXTS -> List.of("any");
        });
    }

    /** Type of a field of an event type; of a shop's own event type, of the first topic that has it. */
    static Optional<FieldType> typeOf(String type, String field) {
        return EventSchema.ofType(type)
                .map(Stream::of)
                .orElseGet(EventSchema.ALL::stream)
                .filter(schema -> schema.indexOf(field) >= 0)
                .map(schema -> schema.fields().get(schema.indexOf(field)).type())
                .findFirst();
    }

    private static @Nullable Long whole(Object value, BigDecimal factor) {
        if (!(value instanceof Number number)) {
            return null;
        }
        BigDecimal scaled = new BigDecimal(number.toString()).multiply(factor);
        return scaled.stripTrailingZeros().scale() > 0 || scaled.precision() - scaled.scale() > FITS
                ? null
                : (Long) scaled.longValue();
    }

    /** A value that nobody has used. */
    private static Object another(FieldType type, int number) {
        return switch (type) {
            case BOOL -> number % 2 == 0;
            case LONG, TIME, MONEY -> Long.MAX_VALUE / 4 - number * 1_000_003L;
            case DOUBLE -> 1e9 + number;
            case TEXT -> "\0another " + number;
            case TEXTS -> List.of("\0another " + number);
        };
    }
}
