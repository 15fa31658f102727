package io.makolet.local.replay.mapping;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a mapping file, and finds all that is wrong with it in one go. */
final class MappingReader {

    private final List<MappingProblem> problems = new ArrayList<>();

    private MappingReader() {}

    static Mapping read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new MappingException(file + " is not UTF-8 text, expected a mapping file in YAML");
        }
        return read(file.toString(), text);
    }

    static Mapping read(String name, String text) {
        MappingReader reader = new MappingReader();
        Mapping mapping = null;
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw new MappingException(name + " is empty, expected 'kind: Mapping' and its keys");
            }
            mapping = reader.mapping(root);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            reader.problems.add(new MappingProblem(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            reader.problems.add(new MappingProblem(1, 1, "not YAML: " + e.getMessage()));
        }
        if (mapping == null || !reader.problems.isEmpty()) {
            throw new MappingException(name, reader.problems);
        }
        return mapping;
    }

    private @Nullable Mapping mapping(Node root) {
        YamlMap map = new YamlMap("mapping", root, problems);
        Node kind = map.require("kind");
        if (kind != null && !"Mapping".equals(map.text(kind, "kind"))) {
            map.problem(kind, "kind is " + YamlMap.show(kind) + ", expected Mapping");
        }
        map.text("title");
        RowFormat format = format(map);
        Mapping.TimeColumn time = time(map);
        Node customer = map.require("customer");
        Node optional = map.get("optional");
        Set<String> optionalColumns = optional == null ? Set.of() : Set.copyOf(map.texts(optional, "mapping.optional"));
        List<RowFilter> only = filters(map);
        Node eventList = map.require("events");
        List<EventRule> events = new ArrayList<>();
        if (eventList != null) {
            EventRuleReader rules = new EventRuleReader(this);
            for (Node event : map.list(eventList, "mapping.events")) {
                EventRule rule = rules.read(map.map("event", event));
                if (rule != null) {
                    events.add(rule);
                }
            }
            if (events.isEmpty() && problems.isEmpty()) {
                map.problem(eventList, "mapping.events is empty, expected at least one event");
            }
        }
        map.rejectUnknownKeys();
        String customerColumn = customer == null ? null : map.text(customer, "mapping.customer");
        return time == null || customerColumn == null
                ? null
                : new Mapping(format, time, customerColumn, optionalColumns, only, events);
    }

    private RowFormat format(YamlMap map) {
        Node node = map.get("format");
        if (node == null) {
            return new RowFormat.Csv(',');
        }
        if (node instanceof ScalarNode scalar) {
            return format(map, node, scalar.getValue(), ",");
        }
        YamlMap format = map.map("format", node);
        String type = format.text("type", "csv");
        String delimiter = format.text("delimiter", ",");
        format.rejectUnknownKeys();
        return format(format, node, type, delimiter);
    }

    private static RowFormat format(YamlMap map, Node node, String type, String delimiter) {
        if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
            map.problem(
                    node,
                    "format.delimiter is '" + delimiter + "', expected one character that is no quote or line end");
            return new RowFormat.Csv(',');
        }
        return switch (type) {
            case "csv" -> new RowFormat.Csv(delimiter.charAt(0));
            case "ndjson" -> new RowFormat.NdJson();
            default -> {
                map.problem(node, "format is '" + type + "', expected csv or ndjson");
                yield new RowFormat.NdJson();
            }
        };
    }

    private Mapping.@Nullable TimeColumn time(YamlMap map) {
        Node node = map.require("time");
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return new Mapping.TimeColumn(scalar.getValue(), TimeFormat.iso());
        }
        YamlMap time = map.map("time", node);
        Node column = time.require("column");
        TimeFormat format = timeFormat(time);
        time.rejectUnknownKeys();
        String name = column == null ? null : time.text(column, "time.column");
        return name == null ? null : new Mapping.TimeColumn(name, format);
    }

    /** Keys {@code format} and {@code zone}. */
    TimeFormat timeFormat(YamlMap map) {
        ZoneId zone = ZoneId.of("UTC");
        String zoneName = map.text("zone", "UTC");
        String format = map.text("format", "iso");
        try {
            zone = ZoneId.of(zoneName);
        } catch (DateTimeException e) {
            map.problem(map.node(), "zone is '" + zoneName + "', expected a time zone such as UTC or Europe/London");
        }
        try {
            return TimeFormat.of(format, zone);
        } catch (IllegalArgumentException e) {
            map.problem(
                    map.node(),
                    "format is '" + format
                            + "', expected iso, epoch_millis, epoch_seconds or a pattern such as 'yyyy-MM-dd HH:mm:ss'");
            return TimeFormat.iso();
        }
    }

    /** Key {@code only}. */
    List<RowFilter> filters(YamlMap map) {
        List<RowFilter> filters = new ArrayList<>();
        for (Node node : map.list("only")) {
            YamlMap filter = map.map("only", node);
            Node column = filter.require("column");
            Node in = filter.get("in");
            Node notIn = filter.get("not_in");
            filter.rejectUnknownKeys();
            if ((in == null) == (notIn == null)) {
                filter.problem(
                        node, "only has " + (in == null ? "neither" : "both") + " of in and not_in, expected one");
            }
            String name = column == null ? null : filter.text(column, "only.column");
            Node values = in != null ? in : notIn;
            if (name != null && values != null) {
                filters.add(new RowFilter(name, in == null, Set.copyOf(filter.texts(values, "only.in"))));
            }
        }
        return filters;
    }
}
