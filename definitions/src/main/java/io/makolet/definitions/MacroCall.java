package io.makolet.definitions;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A macro where an author wrote it.
 *
 * @param when what it stands for, with its parameters' values
 * @param report for what is wrong with that
 */
record MacroCall(YamlNode when, MacroReport report) {

    /** Reads the parameters; null if there are problems. */
    static @Nullable MacroCall read(Macro macro, YamlNode.Entry call, Report report) {
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
        if (report.size() > before) {
            return null;
        }
        YamlNode when = new MacroTemplate(call.key().start(), given, values, told).fill(macro.when());
        if (when == null) {
            throw new IllegalStateException("nothing is left of `" + macro.name() + "` with " + given.keySet());
        }
        return new MacroCall(when, told);
    }
}
