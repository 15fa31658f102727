package io.makolet.local.replay;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileFieldType;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.v1.TrackedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events as the serving node takes them in. What a number of the wire can't hold exactly goes as its digits. */
final class TrackedEvents {

    private static final int MICRO_DIGITS = 6;

    private static final Map<Class<? extends ProfileValue>, String> TYPES = Map.of(
            ProfileValue.Bool.class, ProfileFieldType.BOOL.word(),
            ProfileValue.Choice.class, ProfileFieldType.CHOICE.word(),
            ProfileValue.MultiChoice.class, ProfileFieldType.MULTI_CHOICE.word(),
            ProfileValue.Text.class, ProfileFieldType.TEXT.word(),
            ProfileValue.Numeric.class, ProfileFieldType.NUMBER.word(),
            ProfileValue.Date.class, ProfileFieldType.DATE.word(),
            ProfileValue.Rating.class, ProfileFieldType.RATING.word(),
            ProfileValue.Place.class, ProfileFieldType.PLACE.word());

    private TrackedEvents() {}

    /** The event, which a system says. */
    static TrackedEvent of(Event event, String source) {
        TrackedEvent.Builder tracked = TrackedEvent.newBuilder()
                .setId(event.id())
                .setCustomerId(event.customerId())
                .setType(event.type())
                .setTopic(event.schema().name())
                .setTime(time(event.time()))
                .setFields(fields(event))
                .putAllConsent(event.consent())
                .putAllProperties(event.properties())
                .setSource(source);
        for (ProfileChange change : event.profileChanges()) {
            ProfileValue value = change.value();
            tracked.getProfileBuilder().putFields(change.field(), value(value));
            if (value != null) {
                tracked.putProfileTypes(change.field(), Objects.requireNonNull(TYPES.get(value.getClass())));
            }
        }
        return tracked.build();
    }

    private static Timestamp time(long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Struct fields(Event event) {
        Struct.Builder fields = Struct.newBuilder();
        List<EventSchema.Field> schema = event.schema().fields();
        for (int i = 0; i < schema.size(); i++) {
            Object value = event.value(i);
            if (value != null && !EventSchema.OF_LINES.contains(schema.get(i).name())) {
                fields.putFields(schema.get(i).name(), value(schema.get(i).type(), value));
            }
        }
        if (!event.lines().isEmpty()) {
            fields.putFields("lines", lines(event));
        }
        return fields.build();
    }

    private static Value value(FieldType type, Object value) {
        return switch (type) {
            case TEXT, LONG -> text(value.toString());
            case DOUBLE -> number((Double) value);
            case MONEY -> text(amount((Long) value));
            case BOOL -> bool((Boolean) value);
            case TEXTS -> texts((List<?>) value);
            case TIME -> text(Instant.ofEpochMilli((Long) value).toString());
        };
    }

    private static Value lines(Event event) {
        ListValue.Builder lines = ListValue.newBuilder();
        for (int i = 0; i < event.lines().size(); i++) {
            Event.Line line = event.lines().get(i);
            Struct.Builder members = Struct.newBuilder()
                    .putFields("product_id", text(line.productId()))
                    .putFields("quantity", text(Long.toString(line.quantity())))
                    .putFields("amount", text(amount(line.amountMicros())));
            put(members, "category", line.category());
            put(members, "brand", ofLine(event, "brands", i));
            put(members, "size", ofLine(event, "sizes", i));
            lines.addValues(Value.newBuilder().setStructValue(members));
        }
        return Value.newBuilder().setListValue(lines).build();
    }

    private static @Nullable String ofLine(Event event, String field, int line) {
        return event.value(field) instanceof List<?> texts
                        && texts.size() == event.lines().size()
                ? texts.get(line).toString()
                : null;
    }

    private static void put(Struct.Builder members, String name, @Nullable String text) {
        if (text != null) {
            members.putFields(name, text(text));
        }
    }

    private static Value value(@Nullable ProfileValue value) {
        if (value instanceof ProfileValue.Bool bool) {
            return bool(bool.value());
        } else if (value instanceof ProfileValue.Choice choice) {
            return text(choice.value());
        } else if (value instanceof ProfileValue.MultiChoice choices) {
            return texts(choices.values());
        } else if (value instanceof ProfileValue.Text text) {
            return text(text.value());
        } else if (value instanceof ProfileValue.Numeric number) {
            return number(number.value());
        } else if (value instanceof ProfileValue.Date date) {
            return text(date.value().toString());
        } else if (value instanceof ProfileValue.Rating rating) {
            return object(Struct.newBuilder()
                    .putFields("value", number(rating.value()))
                    .putFields("max", number(rating.max())));
        } else if (value instanceof ProfileValue.Place place) {
            Struct.Builder members = Struct.newBuilder()
                    .putFields("latitude", number(place.latitude()))
                    .putFields("longitude", number(place.longitude()));
            put(members, "label", place.label());
            return object(members);
        }
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }

    private static String amount(long micros) {
        return BigDecimal.valueOf(micros, MICRO_DIGITS).toPlainString();
    }

    private static Value object(Struct.Builder members) {
        return Value.newBuilder().setStructValue(members).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    private static Value bool(boolean bool) {
        return Value.newBuilder().setBoolValue(bool).build();
    }

    private static Value texts(List<?> texts) {
        ListValue.Builder values = ListValue.newBuilder();
        texts.forEach(text -> values.addValues(text(text.toString())));
        return Value.newBuilder().setListValue(values).build();
    }
}
