package io.makolet.local;

import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Expansion;
import io.makolet.definitions.NewSegment;
import io.makolet.definitions.Problems;
import io.makolet.definitions.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet new segment}: a segment from a few answers. */
@Command(
        name = "segment",
        description = {
            "Asks what no option says, shows the file, checks the whole folder with it, and writes it.",
            "Answers may come from a pipe, one a line. A file that exists is never touched."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet new segment shop",
            "  makolet new segment shop --id sleepers --owner crm@shop.example --title 'Silent for 60 days' \\",
            "      --purpose '' --macro dormant --set for=60d --yes",
            "  makolet new segment shop --when '{in: regulars}'"
        })
final class NewSegmentCommand implements Callable<Integer> {

    private static final String SCHEMA = "makolet-definition.schema.json";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            description = "folder of definitions; the file goes into its folder segments, if it has one")
    private Path folder = Path.of("");

    @Option(names = "--id", description = "name for machines, in use for ever")
    private @Nullable String id;

    @Option(names = "--title", description = "one line for people")
    private @Nullable String title;

    @Option(names = "--owner", description = "who answers for it")
    private @Nullable String owner;

    @Option(names = "--purpose", description = "purpose of consent that it needs; '' for none")
    private @Nullable String purpose;

    @Option(names = "--macro", description = "condition by name, such as dormant")
    private @Nullable String macro;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "value of one of its parameters")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--when", paramLabel = "YAML", description = "any condition, in one line, instead of a macro")
    private @Nullable String when;

    @Option(names = "--yes", description = "write without asking; parameters that are not set keep their defaults")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput("no folder '" + folder + "', expected the one the definitions are in");
        }
        PrintWriter out = spec.commandLine().getOut();
        Makolet makolet = (Makolet) spec.root().userObject();
        Questions questions = new Questions(makolet.in(), out);
        String name = answer(id, "Id, such as sleepers", "--id", questions);
        Path file = place(name);
        NewSegment.Head head = new NewSegment.Head(
                name,
                answer(owner, "Who answers for it, such as crm@shop.example", "--owner", questions),
                answer(title, "Title, one line for people", "--title", questions),
                purpose != null
                        ? purpose
                        : questions.ask("Purpose of consent, empty for none", "--purpose", "", a -> Optional.empty()));
        String text = modeline(file) + new SegmentQuestions(questions, out).text(head, when, macro, set, yes);
        out.println();
        out.print(text);
        Checked checked = DefinitionFiles.load(folder, List.of(new SourceFile(file.toString(), text)));
        if (checked instanceof Problems found) {
            spec.commandLine().getErr().println(found.render());
            return ErrorMessages.BAD_INPUT;
        }
        ((Drafts) checked)
                .drafts().stream()
                        .filter(draft -> draft.key().equals("segment/" + name))
                        .map(Draft::expansions)
                        .flatMap(List::stream)
                        .forEach(expansion -> print(expansion, out));
        if (!yes && !agreed(file, questions)) {
            out.println("nothing written");
            return 0;
        }
        write(file, text);
        out.println("wrote " + file + "; next: makolet validate " + folder + ", makolet dry-run " + folder);
        return 0;
    }

    private Path place(String name) {
        Path segments = folder.resolve("segments");
        Path parent = Files.isDirectory(segments) ? segments : folder;
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}")) {
            throw new InvalidInput(
                    "--id '" + name + "', expected up to 100 letters, digits and - _ . that begin with a letter");
        }
        Path file = parent.resolve(name + ".yaml");
        if (Files.exists(file)) {
            throw exists(file);
        }
        return file;
    }

    /** What tells editors the schema, if the folder has it. */
    private String modeline(Path file) {
        Path schema = folder.resolve(SCHEMA);
        return Files.exists(schema)
                ? "# yaml-language-server: $schema="
                        + Objects.requireNonNull(file.getParent()).relativize(schema) + "\n"
                : "";
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        }
    }

    private static InvalidInput exists(Path file) {
        return new InvalidInput(file + " exists already, expected another --id: it is never overwritten");
    }

    private static String answer(@Nullable String given, String question, String option, Questions questions)
            throws IOException {
        return given != null
                ? given
                : questions.ask(
                        question,
                        option,
                        "",
                        a -> a.isEmpty() ? Optional.of("an empty answer, expected a text") : Optional.empty());
    }

    private static boolean agreed(Path file, Questions questions) throws IOException {
        return questions
                .ask(
                        "Write " + file,
                        "--yes",
                        "yes",
                        a -> List.of("yes", "y", "no", "n").contains(a)
                                ? Optional.empty()
                                : Optional.of("'" + a + "', expected yes or no"))
                .startsWith("y");
    }

    private static void print(Expansion expansion, PrintWriter out) {
        out.println();
        out.println(expansion.macro() + " stands for");
        expansion.when().lines().forEach(line -> out.println("  " + line));
    }
}
