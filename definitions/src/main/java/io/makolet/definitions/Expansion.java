package io.makolet.definitions;

/**
 * What a macro in a definition stands for.
 *
 * @param macro its name
 * @param line line of the file in which it stands, from 1
 * @param when the condition in the language without macros, YAML of one or several lines
 */
public record Expansion(String macro, int line, String when) {

    static Expansion of(Macro macro, YamlNode.Entry call, MacroCall expanded, SourceText source) {
        return new Expansion(
                macro.name(), source.problem(call.key().start(), "").line(), YamlText.of(expanded.when()));
    }
}
