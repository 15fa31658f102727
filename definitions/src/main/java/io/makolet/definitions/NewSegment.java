package io.makolet.definitions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** Makes the file of a segment from answers in plain words. */
public final class NewSegment {

    /**
     * A macro to choose.
     *
     * @param title what is true of those it holds for, a sentence
     * @param questions its parameters, in order
     */
    public record Choice(String name, String title, List<Question> questions) {}

    /**
     * A parameter to fill in.
     *
     * @param meaning a sentence
     * @param expected what may be answered
     * @param otherwise what holds without an answer; empty for nothing
     * @param required does it need an answer?
     */
    public record Question(String name, String meaning, String expected, String otherwise, boolean required) {}

    /**
     * What stands in a segment before its condition.
     *
     * @param purpose of consent; empty for none
     */
    public record Head(String id, String owner, String title, String purpose) {}

    private NewSegment() {}

    /** All macros, in order. */
    public static List<Choice> choices() {
        return Macros.all().stream()
                .map(macro -> new Choice(
                        macro.name(),
                        macro.title(),
                        macro.parameters().stream().map(NewSegment::question).toList()))
                .toList();
    }

    private static Question question(MacroParameter parameter) {
        return new Question(
                parameter.name(),
                parameter.description(),
                parameter.type().words(),
                parameter.defaultText(),
                parameter.required());
    }

    /**
     * What is wrong with an answer, or nothing.
     *
     * @throws IllegalArgumentException if there is no such macro or parameter
     */
    public static Optional<String> wrong(String macro, String parameter, String answer) {
        MacroParameter known = parameter(macro, parameter);
        List<Problem> problems = new ArrayList<>();
        Report report = new Report(new SourceText(new SourceFile("answer", answer)), problems);
        known.type().accepts(value(known, answer), "`" + parameter + "`", report);
        return problems.stream().findFirst().map(Problem::message);
    }

    /** The file of a segment whose condition is a macro, with answers by parameter; parameters without one are left out. */
    public static String ofMacro(Head head, String macro, Map<String, String> answers) {
        List<YamlNode.Entry> parameters = new ArrayList<>();
        answers.forEach((name, answer) -> parameters.add(entry(name, value(parameter(macro, name), answer))));
        YamlNode call = new YamlNode.Mapping(0, List.of(entry(macro, new YamlNode.Mapping(0, parameters))));
        List<YamlNode.Entry> entries = head(head);
        entries.add(entry("when", call));
        return YamlText.of(new YamlNode.Mapping(0, entries));
    }

    /** The file of a segment with a condition in one line of YAML. */
    public static String ofCondition(Head head, String condition) {
        return YamlText.of(new YamlNode.Mapping(0, head(head))) + "when: " + condition + "\n";
    }

    private static List<YamlNode.Entry> head(Head head) {
        List<YamlNode.Entry> entries = new ArrayList<>(List.of(
                entry("kind", text("Segment")),
                entry("id", text(head.id())),
                entry("owner", text(head.owner())),
                entry("title", text(head.title()))));
        if (!head.purpose().isEmpty()) {
            entries.add(entry("purpose", text(head.purpose())));
        }
        return entries;
    }

    private static MacroParameter parameter(String macro, String parameter) {
        Macro known = Macros.named(macro);
        if (known == null) {
            throw new IllegalArgumentException("macro " + macro + ", expected one of " + Macros.names());
        }
        return known.parameter(parameter)
                .orElseThrow(() -> new IllegalArgumentException(
                        "parameter " + parameter + ", expected one of " + known.parameterNames()));
    }

    /** An answer as YAML: where several values may stand, they are divided by commas. */
    private static YamlNode value(MacroParameter parameter, String answer) {
        return switch (parameter.type()) {
            case EVENTS, TEXTS, COMPLEMENTS -> {
                List<YamlNode> items = Arrays.stream(answer.split(",", -1))
                        .map(item -> (YamlNode) text(item.strip()))
                        .toList();
                yield items.size() == 1 ? items.get(0) : new YamlNode.Sequence(0, items);
            }
            case COUNT, NUMBER, SHARE -> new YamlNode.Scalar(0, 0, answer, ScalarStyle.PLAIN);
            case TEXT, FIELD, SPAN, WINDOW, COMPARISON -> text(answer);
        };
    }

    private static YamlNode.Entry entry(String key, YamlNode value) {
        return new YamlNode.Entry(text(key), value);
    }

    /** A text; it is written without quotes where it needs none. */
    private static YamlNode.Scalar text(String value) {
        return new YamlNode.Scalar(0, 0, value, ScalarStyle.DOUBLE_QUOTED);
    }
}
