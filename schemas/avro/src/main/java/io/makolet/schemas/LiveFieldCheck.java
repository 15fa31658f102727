package io.makolet.schemas;

import io.makolet.avro.Money;
import io.makolet.domain.event.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Does a schema of events still have the fields that definitions in force rely on? */
final class LiveFieldCheck {

    /** Where a field stands in its record, if not under its own name. The mappings of events read them there. */
    private static final Map<Topic, Map<String, List<String>>> PLACES = Map.of(
            Topic.CLICKSTREAM,
            Map.of("currency", List.of("value", "currency")),
            Topic.PURCHASES,
            Map.of(
                    "currency", List.of("amount", "currency"),
                    "product_ids", List.of("lines", "product_id"),
                    "categories", List.of("lines", "category"),
                    "brands", List.of("lines", "brand"),
                    "sizes", List.of("lines", "size")));

    private LiveFieldCheck() {}

    /** What is wrong with the field in a schema; empty if it is there and has its type. */
    static Optional<String> problem(LiveField live, Schema schema) {
        List<String> path =
                PLACES.getOrDefault(live.topic(), Map.of()).getOrDefault(live.field(), List.of(live.field()));
        Schema found = schema;
        boolean repeated = false;
        for (String step : path) {
            repeated |= found.getType() == Schema.Type.ARRAY;
            found = field(element(found), step);
            if (found == null) {
                return Optional.of(describe(live, path) + " is missing");
            }
        }
        repeated |= found.getType() == Schema.Type.ARRAY;
        return hasType(live.type(), element(found), repeated)
                ? Optional.empty()
                : Optional.of(describe(live, path) + " is " + SchemaText.of(element(found))
                        + (repeated ? ", repeated" : "") + ", expected " + live.type());
    }

    private static String describe(LiveField live, List<String> path) {
        return "field '" + String.join(".", path) + "', which a definition in force uses as " + live.field() + ",";
    }

    private static @Nullable Schema field(Schema record, String name) {
        Schema.Field field = record.getType() == Schema.Type.RECORD ? record.getField(name) : null;
        return field == null ? null : notNull(field.schema());
    }

    private static Schema element(Schema schema) {
        return schema.getType() == Schema.Type.ARRAY ? notNull(schema.getElementType()) : schema;
    }

    /** The one type beside null of a union of two, else the schema itself. */
    private static Schema notNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> others = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return others.size() == 1 ? others.get(0) : schema;
    }

    private static boolean hasType(FieldType type, Schema schema, boolean repeated) {
        boolean millis = LogicalTypes.timestampMillis().equals(schema.getLogicalType());
        return repeated == (type == FieldType.TEXTS)
                && switch (type) {
                    case BOOL -> schema.getType() == Schema.Type.BOOLEAN;
                    case LONG -> schema.getType() == Schema.Type.LONG && schema.getLogicalType() == null;
                    case DOUBLE -> schema.getType() == Schema.Type.DOUBLE;
                    case MONEY -> schema.getFullName().equals(Money.class.getName());
                    case TEXT, TEXTS -> schema.getType() == Schema.Type.STRING;
                    case TIME -> schema.getType() == Schema.Type.LONG && millis;
                };
    }
}
