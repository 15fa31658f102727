package io.makolet.definitions;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition by name, with parameters.
 *
 * @param name unique, and no operator of the language
 * @param title what is true of those it holds for, a sentence
 * @param when the condition it stands for; {@code $name} in its scalars stands for a parameter's value
 */
record Macro(String name, String title, List<MacroParameter> parameters, YamlNode when) {

    List<String> parameterNames() {
        return parameters.stream().map(MacroParameter::name).toList();
    }

    Optional<MacroParameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }

    /** Its parameter of a type, of which it has at most one; null if it has none. */
    @Nullable
    MacroParameter parameter(ParameterType type) {
        return parameters.stream().filter(p -> p.type() == type).findFirst().orElse(null);
    }

    /** How it is written with all its parameters: those with a default have it, the others are {@code …}, {@code …?} if optional. */
    String signature() {
        return parameters.stream()
                .map(p -> p.name() + ": " + (p.otherwise() != null ? p.defaultText() : p.required() ? "…" : "…?"))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
