package io.makolet.local.replay.mapping;

import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one element of {@code events}. */
final class EventRuleReader {

    /** What an event of a topic can't do without. */
    private static final Map<String, Set<String>> REQUIRED = Map.of("purchases", Set.of("order_id", "amount"));

    static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final MappingReader reader;

    EventRuleReader(MappingReader reader) {
        this.reader = reader;
    }

    @Nullable
    EventRule read(YamlMap map) {
        EventSchema schema = schema(map);
        List<RowFilter> only = reader.filters(map);
        IdTemplate id = id(map);
        Cell type = cell(map, "type", map.require("type"));
        Amounts amounts = new Amounts();
        List<EventRule.Field> fields = schema == null ? List.of() : fields(map, schema, amounts);
        EventRule.Lines lines = lines(map, schema);
        Map<String, Cell> properties = properties(map);
        List<ProfileRule> profile = new ProfileRuleReader(this, reader).read(map, schema);
        Map<String, Boolean> consent = consent(map);
        boolean whenChanged = map.bool("when_changed");
        if (whenChanged && profile.isEmpty()) {
            map.problem(map.node(), "event.when_changed without profile, expected profile fields that can change");
        }
        map.rejectUnknownKeys();
        return schema == null || id == null || type == null
                ? null
                : new EventRule(
                        schema,
                        only,
                        id,
                        type,
                        amounts.currency,
                        fields,
                        lines,
                        properties,
                        profile,
                        consent,
                        whenChanged);
    }

    private static @Nullable EventSchema schema(YamlMap map) {
        Node node = map.require("topic");
        String topic = node == null ? null : map.text(node, "event.topic");
        if (node == null || topic == null) {
            return null;
        }
        for (EventSchema schema : EventSchema.ALL) {
            if (schema.name().equals(topic)) {
                return schema;
            }
        }
        String names = EventSchema.ALL.stream().map(EventSchema::name).collect(Collectors.joining(", "));
        map.problem(node, "event.topic is '" + topic + "', expected one of " + names);
        return null;
    }

    private static @Nullable IdTemplate id(YamlMap map) {
        Node node = map.require("id");
        String text = node == null ? null : map.text(node, "event.id");
        if (node == null || text == null) {
            return null;
        }
        try {
            return IdTemplate.parse(text);
        } catch (IllegalArgumentException e) {
            map.problem(node, "event.id is " + e.getMessage());
            return null;
        }
    }

    /** A column's name, or a mapping with {@code column} and what is made of it, or one with {@code constant}. */
    @Nullable
    Cell cell(YamlMap parent, String name, @Nullable Node node) {
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode) {
            String column = parent.text(node, name);
            return column == null ? null : new Cell.Column(column, null, Map.of());
        }
        YamlMap map = parent.map(name, node);
        Cell cell = cell(map, name);
        map.rejectUnknownKeys();
        return cell;
    }

    @Nullable
    Cell cell(YamlMap map, String name) {
        String column = map.text("column");
        String constant = map.text("constant");
        Cell.Part part = part(map, name);
        Map<String, String> values = new LinkedHashMap<>();
        Node valuesNode = map.get("values");
        if (valuesNode != null) {
            YamlMap valueMap = map.map(name + ".values", valuesNode);
            for (String key : valueMap.anyKeys()) {
                String value = valueMap.text(key);
                if (value != null) {
                    values.put(key, value);
                }
            }
        }
        if ((column == null) == (constant == null)) {
            map.problem(
                    map.node(),
                    name + " has " + (column == null ? "neither" : "both") + " of column and constant, expected one");
            return null;
        }
        return column != null ? new Cell.Column(column, part, values) : new Cell.Constant(String.valueOf(constant));
    }

    private static Cell.@Nullable Part part(YamlMap map, String name) {
        String before = map.text("before");
        String after = map.text("after");
        if (before != null && after != null) {
            map.problem(map.node(), name + " has both of before and after, expected one");
        }
        String separator = before != null ? before : after;
        if (separator == null) {
            return null;
        }
        if (separator.isEmpty()) {
            map.problem(map.node(), name + " has an empty separator, expected one such as ':'");
        }
        return new Cell.Part(before == null, separator);
    }

    private List<EventRule.Field> fields(YamlMap map, EventSchema schema, Amounts amounts) {
        Set<String> required = REQUIRED.getOrDefault(schema.name(), Set.of());
        List<EventRule.Field> fields = new ArrayList<>();
        Set<String> missing = new HashSet<>(required);
        Node node = map.get("fields");
        if (node != null) {
            YamlMap list = map.map("event.fields", node);
            for (int index = 0; index < schema.fields().size(); index++) {
                EventSchema.Field field = schema.fields().get(index);
                // These come from elsewhere: the lines of an order, the currency of an amount.
                boolean derived = EventSchema.OF_LINES.contains(field.name())
                        || field.name().equals("currency");
                Node value = derived ? null : list.get(field.name());
                if (value != null) {
                    missing.remove(field.name());
                    EventRule.Field rule = field(list, field, index, required.contains(field.name()), value, amounts);
                    if (rule != null) {
                        fields.add(rule);
                    }
                }
            }
            list.rejectUnknownKeys();
        }
        missing.stream()
                .sorted()
                .forEach(name -> map.problem(
                        node == null ? map.node() : node,
                        "event of " + schema + " has no field '" + name + "', expected it"));
        return fields;
    }

    private EventRule.@Nullable Field field(
            YamlMap parent, EventSchema.Field field, int index, boolean required, Node node, Amounts amounts) {
        String name = field.name();
        if (node instanceof ScalarNode) {
            if (field.type() == FieldType.MONEY) {
                parent.problem(node, name + " is an amount without currency, expected {column: .., currency: ..}");
                return null;
            }
            Cell cell = cell(parent, name, node);
            return cell == null
                    ? null
                    : new EventRule.Field(name, index, field.type(), required, cell, 0, ";", TimeFormat.iso());
        }
        YamlMap map = parent.map(name, node);
        Cell cell = cell(map, name);
        int scale = 0;
        String separator = ";";
        TimeFormat time = null;
        switch (field.type()) {
            case MONEY -> {
                scale = map.number("scale", 0, 6, 0);
                amounts.add(map, currency(map, map.require("currency")));
            }
            case TEXTS -> separator = map.text("separator", ";");
            case TIME -> time = reader.timeFormat(map);
            case BOOL, LONG, DOUBLE, TEXT -> {}
        }
        map.rejectUnknownKeys();
        return cell == null
                ? null
                : new EventRule.Field(name, index, field.type(), required, cell, scale, separator, time);
    }

    private static EventRule.@Nullable Lines lines(YamlMap event, @Nullable EventSchema schema) {
        Node node = event.get("lines");
        if (node == null) {
            return null;
        }
        YamlMap map = event.map("event.lines", node);
        Node columnNode = map.require("column");
        String column = columnNode == null ? null : map.text(columnNode, "event.lines.column");
        String separator = map.text("separator", ";");
        int scale = map.number("scale", 0, 6, 0);
        map.rejectUnknownKeys();
        if (schema != null && schema != EventSchema.PURCHASES) {
            event.problem(node, "event of " + schema + " has lines, expected them in purchases only");
        }
        return column == null ? null : new EventRule.Lines(column, separator, scale);
    }

    /** A code, or a mapping with {@code column}. */
    private @Nullable Cell currency(YamlMap map, @Nullable Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return cell(map, "currency", node);
        }
        if (!CURRENCY.matcher(scalar.getValue()).matches()) {
            map.problem(node, "currency is '" + scalar.getValue() + "', expected a code such as GBP, or {column: ..}");
        }
        return new Cell.Constant(scalar.getValue());
    }

    private Map<String, Cell> properties(YamlMap map) {
        Map<String, Cell> properties = new LinkedHashMap<>();
        Node node = map.get("properties");
        if (node != null) {
            YamlMap list = map.map("event.properties", node);
            for (String name : list.anyKeys()) {
                Cell cell = cell(list, name, list.get(name));
                if (cell != null) {
                    properties.put(name, cell);
                }
            }
        }
        return properties;
    }

    private static Map<String, Boolean> consent(YamlMap map) {
        Map<String, Boolean> consent = new LinkedHashMap<>();
        Node node = map.get("consent");
        if (node != null) {
            YamlMap purposes = map.map("event.consent", node);
            purposes.anyKeys().forEach(purpose -> consent.put(purpose, purposes.bool(purpose)));
        }
        return consent;
    }

    /** All amounts of an event have one currency. */
    private static final class Amounts {
        private @Nullable Cell currency;

        void add(YamlMap map, @Nullable Cell other) {
            if (currency != null && other != null && !currency.equals(other)) {
                map.problem(map.node(), "amounts of one event in different currencies, expected the same for all");
            }
            currency = other != null ? other : currency;
        }
    }
}
