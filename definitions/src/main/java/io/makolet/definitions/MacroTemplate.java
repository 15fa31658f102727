package io.makolet.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** Puts the values of parameters into what a macro stands for. */
final class MacroTemplate {

    private static final Pattern PARAMETER = Pattern.compile("\\$([a-z_]+)");
    private static final List<String> EXPRESSIONS = List.of("where", "cel");
    private static final List<String> JOINS = List.of("all", "any");

    private final int start;
    private final Map<String, YamlNode> given;
    private final Map<String, YamlNode> values;
    private final List<Map<String, YamlNode>> alternatives;
    private final MacroReport report;

    /**
     * @param start where the macro's name stands
     * @param given the values an author wrote
     * @param values all values; what names a parameter without one is left out
     * @param alternatives values instead of those, at least once, for an expression that names {@link
     *     ParameterType#COMPLEMENTS}: it is written for each, and any will do
     */
    MacroTemplate(
            int start,
            Map<String, YamlNode> given,
            Map<String, YamlNode> values,
            List<Map<String, YamlNode>> alternatives,
            MacroReport report) {
        this.start = start;
        this.given = given;
        this.values = values;
        this.alternatives = alternatives;
        this.report = report;
    }

    /** The node with values for its parameters; null if it is to be left out. */
    @Nullable
    YamlNode fill(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            YamlNode whole = whole(scalar);
            return whole != null ? whole : compose(scalar, false);
        }
        if (node instanceof YamlNode.Sequence list) {
            return new YamlNode.Sequence(start, filled(list));
        }
        YamlNode.Mapping mapping = (YamlNode.Mapping) node;
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (isAbsent(entry.value())) {
                continue;
            }
            String key = entry.key().value();
            YamlNode value = EXPRESSIONS.contains(key) ? expression(entry.value()) : fill(entry.value());
            if (value == null && !EXPRESSIONS.contains(key)) {
                return null;
            }
            if (JOINS.contains(key)
                    && value instanceof YamlNode.Sequence list
                    && list.items().size() == 1) {
                return list.items().get(0);
            }
            if (value != null) {
                entries.add(new YamlNode.Entry(at(entry.key()), value));
            }
        }
        return new YamlNode.Mapping(start, entries);
    }

    private List<YamlNode> filled(YamlNode.Sequence list) {
        List<YamlNode> items = new ArrayList<>();
        for (YamlNode item : list.items()) {
            YamlNode filled = fill(item);
            if (filled != null) {
                items.add(filled);
            }
        }
        return items;
    }

    /** An expression, of all parts of a list that are not left out; null if none is left. */
    private @Nullable YamlNode expression(YamlNode node) {
        if (!(node instanceof YamlNode.Sequence list)) {
            return compose((YamlNode.Scalar) node, true);
        }
        String text = list.items().stream()
                .filter(item -> !mentionsAbsent((YamlNode.Scalar) item))
                .map(item -> ((YamlNode.Scalar) item).value())
                .collect(Collectors.joining(" && "));
        return text.isEmpty()
                ? null
                : compose(new YamlNode.Scalar(start, start, text, ScalarStyle.DOUBLE_QUOTED), true);
    }

    /** The value of the parameter that a scalar is, as it was written; null if it is more than that, or none. */
    private @Nullable YamlNode whole(YamlNode.Scalar scalar) {
        Matcher matcher = PARAMETER.matcher(scalar.value());
        YamlNode value = matcher.matches() ? values.get(matcher.group(1)) : null;
        return value == null || given.containsValue(value) ? value : moved(value);
    }

    private boolean isAbsent(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && PARAMETER.matcher(scalar.value()).matches()
                && mentionsAbsent(scalar);
    }

    private boolean mentionsAbsent(YamlNode.Scalar scalar) {
        return PARAMETER
                .matcher(scalar.value())
                .results()
                .map(match -> match.group(1))
                .anyMatch(name ->
                        !values.containsKey(name) && !alternatives.get(0).containsKey(name));
    }

    /** The scalar with values in place of its parameters; null if one has none. */
    private YamlNode.@Nullable Scalar compose(YamlNode.Scalar scalar, boolean expression) {
        if (mentionsAbsent(scalar)) {
            return null;
        }
        List<MacroReport.Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Map<String, YamlNode> alternative :
                mentionsComplements(scalar) ? alternatives : List.<Map<String, YamlNode>>of(Map.of())) {
            text.append(text.isEmpty() ? "" : " || ");
            Matcher matcher = PARAMETER.matcher(scalar.value());
            int from = 0;
            while (matcher.find()) {
                text.append(scalar.value(), from, matcher.start());
                append(matcher.group(1), alternative, expression, text, pieces);
                from = matcher.end();
            }
            text.append(scalar.value(), from, scalar.value().length());
        }
        boolean changed = !text.toString().contentEquals(scalar.value());
        YamlNode.Scalar composed = new YamlNode.Scalar(
                start, start, text.toString(), changed ? ScalarStyle.DOUBLE_QUOTED : scalar.style());
        report.compose(composed, pieces);
        return composed;
    }

    private void append(
            String name,
            Map<String, YamlNode> instead,
            boolean expression,
            StringBuilder text,
            List<MacroReport.Piece> pieces) {
        YamlNode value = Objects.requireNonNull(instead.getOrDefault(name, values.get(name)));
        boolean named = given.containsKey(name);
        boolean literal = expression && isText(name);
        boolean brackets = literal && type(name) == ParameterType.TEXTS;
        text.append(brackets ? "[" : "");
        List<YamlNode> items = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        for (int i = 0; i < items.size(); i++) {
            YamlNode.Scalar item = (YamlNode.Scalar) items.get(i);
            text.append(i > 0 ? ", " : "");
            int begin = text.codePointCount(0, text.length());
            text.append(literal ? literal(item.value()) : item.value());
            int end = text.codePointCount(0, text.length());
            pieces.add(new MacroReport.Piece(begin, end, named ? item.start() : start));
        }
        text.append(brackets ? "]" : "");
    }

    private boolean mentionsComplements(YamlNode.Scalar scalar) {
        return PARAMETER
                .matcher(scalar.value())
                .results()
                .anyMatch(match -> type(match.group(1)) == ParameterType.COMPLEMENTS);
    }

    private boolean isText(String name) {
        ParameterType type = type(name);
        return type == ParameterType.TEXT || type == ParameterType.TEXTS || type == ParameterType.COMPLEMENTS;
    }

    private ParameterType type(String name) {
        return report.macro().parameter(name).orElseThrow().type();
    }

    /** A text as a literal of CEL. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
            } else if (c < ' ') {
                literal.append("\\u%04x".formatted(c));
            } else {
                literal.appendCodePoint(c);
            }
        });
        return literal.append('\'').toString();
    }

    private YamlNode moved(YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            return new YamlNode.Sequence(
                    start, list.items().stream().map(this::moved).toList());
        }
        return node instanceof YamlNode.Scalar scalar ? at(scalar) : node;
    }

    private YamlNode.Scalar at(YamlNode.Scalar scalar) {
        return new YamlNode.Scalar(start, start, scalar.value(), scalar.style());
    }
}
