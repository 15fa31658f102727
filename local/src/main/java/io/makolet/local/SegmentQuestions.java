package io.makolet.local;

import io.makolet.definitions.NewSegment;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks who belongs to a new segment. */
final class SegmentQuestions {

    private final Questions questions;
    private final PrintWriter out;
    private final List<NewSegment.Choice> choices = NewSegment.choices();

    SegmentQuestions(Questions questions, PrintWriter out) {
        this.questions = questions;
        this.out = out;
    }

    /**
     * The file of the segment.
     *
     * @param when a condition, or null to take a macro
     * @param macro its name, or null to ask
     * @param set values of its parameters
     * @param silent ask for parameters only that have to be given
     */
    String text(
            NewSegment.Head head,
            @Nullable String when,
            @Nullable String macro,
            Map<String, String> set,
            boolean silent)
            throws IOException {
        if (when != null && (macro != null || !set.isEmpty())) {
            throw new InvalidInput("--when with " + (macro != null ? "--macro" : "--set") + ", expected one of them");
        }
        String wanted = when != null ? when : macro != null ? macro : whoBelongs();
        if (when != null || wanted.startsWith("{")) {
            return NewSegment.ofCondition(head, wanted);
        }
        NewSegment.Choice choice = choice(wanted)
                .orElseThrow(() -> new InvalidInput("--macro '" + wanted + "', expected one of " + names()));
        return NewSegment.ofMacro(head, choice.name(), parameters(choice, set, silent));
    }

    private String whoBelongs() throws IOException {
        for (int i = 0; i < choices.size(); i++) {
            out.println("%4d  %-20s %s"
                    .formatted(i + 1, choices.get(i).name(), choices.get(i).title()));
        }
        return questions.ask(
                "Who belongs: a number, a name, or a condition in { }",
                "--macro",
                "",
                a -> a.startsWith("{") || choice(a).isPresent()
                        ? Optional.empty()
                        : Optional.of("'" + a + "', expected 1 to " + choices.size() + ", one of " + names()
                                + ", or a condition such as {in: regulars}"));
    }

    private Optional<NewSegment.Choice> choice(String answer) {
        return choices.stream()
                .filter(c -> c.name().equals(answer)
                        || Integer.toString(choices.indexOf(c) + 1).equals(answer))
                .findFirst();
    }

    private String names() {
        return choices.stream().map(NewSegment.Choice::name).collect(Collectors.joining(", "));
    }

    private Map<String, String> parameters(NewSegment.Choice choice, Map<String, String> set, boolean silent)
            throws IOException {
        List<String> known =
                choice.questions().stream().map(NewSegment.Question::name).toList();
        for (String name : set.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidInput("--set " + name + ": " + choice.name() + " has no such parameter, expected "
                        + String.join(", ", known));
            }
        }
        Map<String, String> answers = new LinkedHashMap<>();
        for (NewSegment.Question question : choice.questions()) {
            String given = set.get(question.name());
            String answer = given != null ? checked(choice, question, given) : asked(choice, question, silent);
            if (!answer.isEmpty() && !answer.equals(question.otherwise())) {
                answers.put(question.name(), answer);
            }
        }
        return answers;
    }

    private static String checked(NewSegment.Choice choice, NewSegment.Question question, String given) {
        NewSegment.wrong(choice.name(), question.name(), given).ifPresent(problem -> {
            throw new InvalidInput("--set " + question.name() + ": " + problem);
        });
        return given;
    }

    private String asked(NewSegment.Choice choice, NewSegment.Question question, boolean silent) throws IOException {
        if (silent && !question.required()) {
            return "";
        }
        return questions.ask(
                question.name() + " - " + question.meaning().replaceFirst("\\.$", ""),
                "--set " + question.name(),
                question.otherwise(),
                a -> a.equals(question.otherwise()) && !question.required()
                        ? Optional.empty()
                        : NewSegment.wrong(choice.name(), question.name(), a));
    }
}
