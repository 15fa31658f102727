package io.makolet.definitions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * A macro where an author wrote it.
 *
 * @param when what it stands for, with its parameters' values
 * @param report for what is wrong with that
 */
record MacroCall(YamlNode when, MacroReport report) {

    private static final String ITEM = "item";
    private static final String FIELD = "field";

    /** Reads the parameters; null if there are problems. */
    static @Nullable MacroCall read(Macro macro, YamlNode.Entry call, ProductFeed feed, Report report) {
        int before = report.size();
        Keys keys = Keys.of(call.value(), "`" + macro.name() + "`", macro.parameterNames(), report);
        if (keys == null) {
            return null;
        }
        Map<String, YamlNode> given = new LinkedHashMap<>();
        Map<String, YamlNode> values = new LinkedHashMap<>();
        MacroReport told = new MacroReport(report, macro, given);
        for (MacroParameter parameter : macro.parameters()) {
            YamlNode value = parameter.required() ? keys.required(parameter.name()) : keys.optional(parameter.name());
            if (value != null) {
                given.put(parameter.name(), value);
                parameter.type().accepts(value, "the value", told);
            }
            YamlNode used = value == null ? parameter.otherwise() : value;
            if (used != null) {
                values.put(parameter.name(), used);
            }
        }
        List<Map<String, YamlNode>> alternatives =
                report.size() > before ? List.of() : alternatives(values, feed, told);
        if (alternatives.isEmpty()) {
            return null;
        }
        YamlNode when = new MacroTemplate(call.key().start(), given, values, alternatives, told).fill(macro.when());
        if (when == null) {
            throw new IllegalStateException("nothing is left of `" + macro.name() + "` with " + given.keySet());
        }
        return new MacroCall(when, told);
    }

    /** Values for each thing that goes with the item, where that is asked for; none if there is nothing. */
    private static List<Map<String, YamlNode>> alternatives(
            Map<String, YamlNode> values, ProductFeed feed, MacroReport report) {
        MacroParameter complements = report.macro().parameter(ParameterType.COMPLEMENTS);
        if (complements == null) {
            return List.of(Map.of());
        }
        List<Map<String, YamlNode>> alternatives = new ArrayList<>();
        YamlNode named = values.get(complements.name());
        if (named != null) {
            (named instanceof YamlNode.Sequence list ? list.items() : List.of(named))
                    .forEach(each -> alternatives.add(Map.of(complements.name(), each)));
            return alternatives;
        }
        YamlNode.Scalar item = (YamlNode.Scalar) Objects.requireNonNull(values.get(ITEM));
        YamlNode.Scalar field = (YamlNode.Scalar) Objects.requireNonNull(values.get(FIELD));
        feed.of(item, field, report)
                .forEach(each -> alternatives.add(
                        Map.of(complements.name(), text(each.value(), item), FIELD, text(each.field(), item))));
        return alternatives;
    }

    private static YamlNode text(String value, YamlNode.Scalar at) {
        return new YamlNode.Scalar(at.start(), at.end(), value, ScalarStyle.DOUBLE_QUOTED);
    }
}
