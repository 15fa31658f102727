package io.makolet.domain.expr;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileValue;
import org.jspecify.annotations.Nullable;

/** Reads fields of events and profiles as expression values. */
final class Fields {

    private static final double MICROS = 1e6;

    private Fields() {}

    static Evaluable reader(Expr.Scope scope, String name) {
        return switch (scope) {
            case EVENT -> (event, profile) -> event == null ? null : read(event, name);
            case PROFILE -> (event, profile) -> value(profile.get(name));
        };
    }

    static Evaluable presence(Expr.Scope scope, String name) {
        return switch (scope) {
            case EVENT -> (event, profile) -> event != null && event.value(name) != null;
            case PROFILE -> (event, profile) -> profile.containsKey(name);
        };
    }

    private static @Nullable Object read(Event event, String name) {
        EventSchema schema = event.schema();
        int index = schema.indexOf(name);
        if (index < 0) {
            return null;
        }
        Object value = event.value(index);
        return value instanceof Long micros && schema.fields().get(index).type() == FieldType.MONEY
                ? (Object) (micros / MICROS)
                : value;
    }

    private static @Nullable Object value(@Nullable ProfileValue value) {
        if (value instanceof ProfileValue.Bool b) {
            return b.value();
        }
        if (value instanceof ProfileValue.Choice c) {
            return c.value();
        }
        if (value instanceof ProfileValue.MultiChoice m) {
            return m.values();
        }
        if (value instanceof ProfileValue.Text t) {
            return t.value();
        }
        if (value instanceof ProfileValue.Numeric n) {
            return n.value();
        }
        if (value instanceof ProfileValue.Date d) {
            return d.value().toString();
        }
        if (value instanceof ProfileValue.Rating r) {
            return (long) r.value();
        }
        return value instanceof ProfileValue.Place p ? p.label() : null;
    }
}
