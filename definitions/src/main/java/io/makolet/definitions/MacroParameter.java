package io.makolet.definitions;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a macro.
 *
 * @param description meaning, a sentence
 * @param otherwise its value where it is not given, or null
 * @param required must it be given? One that is neither given nor required, and has no value otherwise, leaves out what
 *     names it
 */
record MacroParameter(
        String name,
        ParameterType type,
        String description,
        @Nullable YamlNode otherwise,
        boolean required) {

    /** Its value where it is not given, in one line of YAML; empty where there is none. */
    String defaultText() {
        if (otherwise instanceof YamlNode.Sequence list) {
            return list.items().stream()
                    .map(item -> ((YamlNode.Scalar) item).value())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return otherwise instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    }
}
