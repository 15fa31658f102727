package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
final class Events {

    private Events() {}

    static Event order(String id, String type, long time, long amountMicros, @Nullable String channel) {
        @Nullable Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        values[EventSchema.PURCHASES.indexOf("order_id")] = id;
        values[EventSchema.PURCHASES.indexOf("amount")] = amountMicros;
        values[EventSchema.PURCHASES.indexOf("currency")] = "GBP";
        values[EventSchema.PURCHASES.indexOf("units")] = amountMicros / 1_000_000;
        values[EventSchema.PURCHASES.indexOf("channel")] = channel;
        values[EventSchema.PURCHASES.indexOf("coupons")] =
                channel == null ? null : List.of(channel, "of " + amountMicros % 5, channel);
        return new Event(id, "c", type, time, EventSchema.PURCHASES, values, Map.of(), List.of(), List.of(), Map.of());
    }

    /** The same event of another customer. */
    static Event of(String customerId, Event event) {
        return of(customerId, event, values(event));
    }

    /** The same event without one of its fields. */
    static Event without(String field, Event event) {
        @Nullable Object[] values = values(event);
        values[event.schema().indexOf(field)] = null;
        return of(event.customerId(), event, values);
    }

    private static @Nullable Object[] values(Event event) {
        @Nullable Object[] values = new Object[event.schema().fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = event.value(i);
        }
        return values;
    }

    private static Event of(String customerId, Event event, @Nullable Object[] values) {
        return new Event(
                event.id(),
                customerId,
                event.type(),
                event.time(),
                event.schema(),
                values,
                event.properties(),
                event.lines(),
                event.profileChanges(),
                event.consent());
    }

    static Event click(String id, String type, long time, String category) {
        @Nullable Object[] values = new Object[EventSchema.CLICKSTREAM.fields().size()];
        values[EventSchema.CLICKSTREAM.indexOf("category")] = category;
        return new Event(
                id, "c", type, time, EventSchema.CLICKSTREAM, values, Map.of(), List.of(), List.of(), Map.of());
    }

    static Event profile(
            String id,
            long time,
            Map<String, ProfileValue> fields,
            List<String> removed,
            Map<String, Boolean> consent) {
        List<ProfileChange> changes = new java.util.ArrayList<>();
        fields.forEach((name, value) -> changes.add(new ProfileChange(name, value)));
        removed.forEach(name -> changes.add(new ProfileChange(name, null)));
        return new Event(
                id,
                "c",
                "profile_update",
                time,
                EventSchema.PROFILES,
                new Object[0],
                Map.of(),
                List.of(),
                changes,
                consent);
    }
}
