package io.makolet.definitions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The macros of the language, as {@code makolet-macros.yaml} has them. */
final class Macros {

    private static final String RESOURCE = "/makolet-macros.yaml";
    private static final Map<String, Macro> ALL = read();

    private Macros() {}

    /** Names in order. */
    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static List<Macro> all() {
        return List.copyOf(ALL.values());
    }

    static @Nullable Macro named(String name) {
        return ALL.get(name);
    }

    private static Map<String, Macro> read() {
        List<Problem> problems = new ArrayList<>();
        Report report = new Report(new SourceText(new SourceFile(RESOURCE, text())), problems);
        Map<String, Macro> macros = new LinkedHashMap<>();
        for (YamlDocuments.Document document :
                YamlDocuments.parse(report.source(), report).documents()) {
            Keys keys = Keys.of(document.root(), "a macro", List.of("macro", "title", "parameters", "when"), report);
            Macro macro = keys == null ? null : macro(keys, report);
            if (macro != null) {
                macros.put(macro.name(), macro);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(new Problems(problems).render());
        }
        return macros;
    }

    private static @Nullable Macro macro(Keys keys, Report report) {
        String name = keys.requiredText("macro");
        String title = keys.requiredText("title");
        YamlNode declared = keys.required("parameters");
        YamlNode when = keys.required("when");
        YamlNode.Mapping mapping = declared == null ? null : Keys.mapping(declared, "`parameters`", "of names", report);
        if (name == null || title == null || mapping == null || when == null) {
            return null;
        }
        List<MacroParameter> parameters = new ArrayList<>();
        mapping.entries().forEach(entry -> parameter(entry, report).ifPresent(parameters::add));
        return new Macro(name, title, List.copyOf(parameters), when);
    }

    private static Optional<MacroParameter> parameter(YamlNode.Entry entry, Report report) {
        String name = entry.key().value();
        Keys keys =
                Keys.of(entry.value(), "`" + name + "`", List.of("type", "default", "optional", "description"), report);
        if (keys == null) {
            return Optional.empty();
        }
        List<String> types = List.of(ParameterType.values()).stream()
                .map(ParameterType::word)
                .toList();
        String word = keys.word("type", types);
        String description = keys.requiredText("description");
        YamlNode otherwise = keys.optional("default");
        if (word == null || description == null) {
            return Optional.empty();
        }
        ParameterType type = ParameterType.valueOf(word.toUpperCase(Locale.ROOT));
        if (otherwise != null) {
            type.accepts(otherwise, "`default`", report);
        }
        boolean required = otherwise == null && !keys.optionalBool("optional");
        return Optional.of(new MacroParameter(name, type, description, otherwise, required));
    }

    private static String text() {
        try (InputStream in = Macros.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside the classes, expected it in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
