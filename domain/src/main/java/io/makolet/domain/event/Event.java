package io.makolet.domain.event;

import io.makolet.domain.profile.ProfileChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one customer. Immutable: the arrays and collections it is made of belong to it from then
 * on.
 */
public final class Event {

    private final String id;
    private final String customerId;
    private final String type;
    private final long time;
    private final EventSchema schema;
    private final @Nullable Object[] values;
    private final Map<String, String> properties;
    private final List<Line> lines;
    private final List<ProfileChange> profileChanges;
    private final Map<String, Boolean> consent;

    /**
     * One line of an order.
     *
     * @param category category of the product, null where it is not known
     * @param amountMicros what the customer pays for the line, millionths of the currency's main unit
     */
    public record Line(String productId, @Nullable String category, long quantity, long amountMicros) {}

    /**
     * An event.
     *
     * @param id unique id given by the producer; the key of de-duplication
     * @param customerId whom it happened to
     * @param type what happened, such as {@code purchase}
     * @param time when, milliseconds since the epoch, UTC, already clamped
     * @param schema the fields that {@code values} holds
     * @param values one element per field of the schema, in its order, of the Java type its {@link FieldType} names;
     *     null where the event does not say
     * @param properties anything else the producer said
     * @param lines lines of an order; empty for other events
     * @param profileChanges changes of profile fields that came with it
     * @param consent changes of consent by purpose that came with it
     */
    public Event(
            String id,
            String customerId,
            String type,
            long time,
            EventSchema schema,
            @Nullable Object[] values,
            Map<String, String> properties,
            List<Line> lines,
            List<ProfileChange> profileChanges,
            Map<String, Boolean> consent) {
        if (values.length != schema.fields().size()) {
            throw new IllegalArgumentException("event of " + schema + " has " + values.length + " values, expected "
                    + schema.fields().size());
        }
        this.id = id;
        this.customerId = customerId;
        this.type = type;
        this.time = time;
        this.schema = schema;
        this.values = values;
        this.properties = properties;
        this.lines = lines;
        this.profileChanges = profileChanges;
        this.consent = consent;
    }

    /** Unique id given by the producer. */
    public String id() {
        return id;
    }

    /** Whom it happened to. */
    public String customerId() {
        return customerId;
    }

    /** What happened. */
    public String type() {
        return type;
    }

    /** When, milliseconds since the epoch, UTC. */
    public long time() {
        return time;
    }

    /** The fields it has. */
    public EventSchema schema() {
        return schema;
    }

    /** Value of the field at a position of the schema, or null. */
    public @Nullable Object value(int index) {
        return values[index];
    }

    /** Value of a named field, or null where the schema has no such field or the event does not say. */
    public @Nullable Object value(String field) {
        int index = schema.indexOf(field);
        return index < 0 ? null : values[index];
    }

    /** Anything else the producer said. */
    public Map<String, String> properties() {
        return properties;
    }

    /** Lines of an order. */
    public List<Line> lines() {
        return lines;
    }

    /** Changes of profile fields that came with it. */
    public List<ProfileChange> profileChanges() {
        return profileChanges;
    }

    /** Changes of consent by purpose that came with it. */
    public Map<String, Boolean> consent() {
        return consent;
    }
}
