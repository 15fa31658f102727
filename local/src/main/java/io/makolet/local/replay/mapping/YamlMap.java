package io.makolet.local.replay.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML mapping read strictly: problems are collected with their place, and a key that nobody asked for is one. */
final class YamlMap {

    private final String what;
    private final Node node;
    private final List<MappingProblem> problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    YamlMap(String what, Node node, List<MappingProblem> problems) {
        this.what = what;
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problem(node, what + " is " + show(node) + ", expected keys and values");
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : show(entry.getKeyNode());
            if (entries.put(key, entry) != null) {
                problem(entry.getKeyNode(), what + " has '" + key + "' twice");
            }
        }
    }

    Node node() {
        return node;
    }

    /** All keys, where they are not known beforehand. */
    Set<String> anyKeys() {
        known.addAll(entries.keySet());
        return entries.keySet();
    }

    @Nullable
    Node get(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    @Nullable
    Node require(String key) {
        Node value = get(key);
        if (value == null && node instanceof MappingNode) {
            problem(node, what + " has no '" + key + "'");
        }
        return value;
    }

    /** The text at a key; null where there is none, with a problem if it is something else. */
    @Nullable
    String text(String key) {
        Node value = get(key);
        return value == null ? null : text(value, what + "." + key);
    }

    String text(String key, String otherwise) {
        String value = text(key);
        return value == null ? otherwise : value;
    }

    @Nullable
    String text(Node value, String name) {
        if (value instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        problem(value, name + " is " + show(value) + ", expected a text");
        return null;
    }

    boolean bool(String key) {
        Node value = get(key);
        return value != null && bool(value, what + "." + key);
    }

    boolean bool(Node value, String name) {
        if (value instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag())) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        problem(value, name + " is " + show(value) + ", expected true or false");
        return false;
    }

    int number(String key, int least, int most, int otherwise) {
        Node value = get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof ScalarNode scalar && scalar.getValue().matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= least && number <= most) {
                return number;
            }
        }
        problem(
                value,
                what + "." + key + " is " + show(value) + ", expected a whole number from " + least + " to " + most);
        return otherwise;
    }

    /** The elements at a key; none where there is no such key. */
    List<Node> list(String key) {
        Node value = get(key);
        return value == null ? List.of() : list(value, what + "." + key);
    }

    List<Node> list(Node value, String name) {
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(value, name + " is " + show(value) + ", expected a list");
        return List.of();
    }

    List<String> texts(Node value, String name) {
        List<String> texts = new ArrayList<>();
        for (Node element : list(value, name)) {
            String text = text(element, name);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    YamlMap map(String name, Node value) {
        return new YamlMap(name, value, problems);
    }

    /** To be called when every known key was asked for. */
    void rejectUnknownKeys() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problem(
                        entry.getKeyNode(),
                        what + " has unknown key '" + key + "', expected one of " + String.join(", ", known));
            }
        });
    }

    void problem(Node at, String message) {
        Mark mark = at.getStartMark();
        problems.add(new MappingProblem(mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    static String show(Node node) {
        return switch (node.getNodeId()) {
            case scalar -> "'" + ((ScalarNode) node).getValue() + "'";
            case sequence -> "a list";
            default -> "a mapping";
        };
    }
}
