package io.makolet.domain.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fields that events of one topic have, in a fixed order, and the event types known to come in it.
 *
 * <p>Producers may send further types of their own in a topic; they have the same fields.
 */
public final class EventSchema {

    /** A field: its name in expressions, and its type. */
    public record Field(String name, FieldType type) {}

    /** What people do on a site or in an app. */
    public static final EventSchema CLICKSTREAM = new EventSchema(
            "clickstream",
            List.of(
                    "page_view",
                    "product_view",
                    "search",
                    "cart_add",
                    "cart_remove",
                    "checkout",
                    "wish_add",
                    "offer_impression",
                    "offer_click",
                    "sign_up",
                    "sign_in"),
            List.of(
                    text("url"),
                    text("referrer"),
                    text("product_id"),
                    text("category"),
                    text("brand"),
                    new Field("quantity", FieldType.LONG),
                    new Field("value", FieldType.MONEY),
                    text("currency"),
                    text("cart_id"),
                    text("query"),
                    text("placement"),
                    text("offer_id"),
                    text("decision_id"),
                    text("campaign"),
                    text("channel"),
                    text("device"),
                    text("language"),
                    text("country")));

    /** What became of messages. */
    public static final EventSchema ENGAGEMENT = new EventSchema(
            "engagement",
            List.of(
                    "mail_sent",
                    "mail_delivered",
                    "mail_open",
                    "mail_click",
                    "mail_bounce",
                    "mail_complaint",
                    "unsubscribe",
                    "sms_sent",
                    "sms_click",
                    "push_sent",
                    "push_open",
                    "call",
                    "survey_answer"),
            List.of(
                    text("channel"),
                    text("campaign"),
                    text("message_id"),
                    text("topic"),
                    text("offer_id"),
                    text("decision_id"),
                    text("link"),
                    text("device"),
                    new Field("machine", FieldType.BOOL),
                    text("reason")));

    /** Orders, their cancellations and returns. */
    public static final EventSchema PURCHASES = new EventSchema(
            "purchases",
            List.of("purchase", "cancel", "return"),
            List.of(
                    text("order_id"),
                    new Field("amount", FieldType.MONEY),
                    text("currency"),
                    new Field("margin", FieldType.MONEY),
                    new Field("discount", FieldType.MONEY),
                    new Field("units", FieldType.LONG),
                    new Field("line_count", FieldType.LONG),
                    new Field("product_ids", FieldType.TEXTS),
                    new Field("categories", FieldType.TEXTS),
                    new Field("brands", FieldType.TEXTS),
                    new Field("coupons", FieldType.TEXTS),
                    text("cart_id"),
                    text("channel"),
                    text("branch"),
                    text("payment"),
                    text("country"),
                    new Field("sizes", FieldType.TEXTS)));

    /** Changes of the profile; their content is in {@link Event#profileChanges()}. */
    public static final EventSchema PROFILES =
            new EventSchema("profiles", List.of("profile_update", "preference_change", "consent_change"), List.of());

    /** All schemas, in a fixed order. */
    public static final List<EventSchema> ALL = List.of(CLICKSTREAM, ENGAGEMENT, PURCHASES, PROFILES);

    /** Fields of a purchase that its lines say. */
    public static final Set<String> OF_LINES = Set.of("product_ids", "categories", "brands", "sizes");

    private static final int NO_FIELD = -1;

    private final String name;
    private final List<String> types;
    private final List<Field> fields;
    private final Map<String, Integer> indexes;

    private EventSchema(String name, List<String> types, List<Field> fields) {
        this.name = name;
        this.types = types;
        this.fields = fields;
        this.indexes = IntStream.range(0, fields.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(i -> fields.get(i).name(), i -> i));
    }

    /** The schema in which an event type of Makolet's own vocabulary comes; empty for a shop's own type. */
    public static Optional<EventSchema> ofType(String eventType) {
        return ALL.stream().filter(s -> s.types.contains(eventType)).findFirst();
    }

    /** Name of the topic without its prefix. */
    public String name() {
        return name;
    }

    /** Known event types. */
    public List<String> types() {
        return types;
    }

    /** Fields in the order of {@link Event#value(int)}. */
    public List<Field> fields() {
        return fields;
    }

    /** Position of a field, or -1 if events of this schema have no such field. */
    public int indexOf(String fieldName) {
        return indexes.getOrDefault(fieldName, NO_FIELD);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Field text(String name) {
        return new Field(name, FieldType.TEXT);
    }
}
