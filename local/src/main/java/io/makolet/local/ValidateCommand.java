package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Expansion;
import io.makolet.definitions.Problem;
import io.makolet.definitions.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet validate}: are these definitions right? */
@Command(
        name = "validate",
        description =
                "Checks all definitions in a folder, and shows every problem with its line. Needs no running system.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet validate examples/online-retail/definitions",
            "  makolet validate shop --expand",
            "  makolet validate shop --cost --budget 20000",
            "  makolet validate shop --json | jq '.problems[].message'"
        })
final class ValidateCommand implements Callable<Integer> {

    private static final long DEFAULT_BUDGET = 128 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "folder of YAML files")
    private Path folder = Path.of("");

    @Option(names = "--expand", description = "print what each macro stands for")
    private boolean expand;

    @Option(names = "--cost", description = "print what each segment costs, and refuse those above the budget")
    private boolean cost;

    @Option(
            names = "--budget",
            paramLabel = "BYTES",
            description = "most bytes of a customer's state that one segment may need; without it, --cost takes 131072")
    private @Nullable Long budget;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (budget != null && budget < 1) {
            throw new InvalidInput("--budget " + budget + ", expected a number of bytes from 1");
        }
        Checked checked = DefinitionFiles.load(folder);
        CostReport costs = (cost || budget != null) && checked instanceof Drafts drafts
                ? new CostReport(drafts, budget == null ? DEFAULT_BUDGET : budget)
                : null;
        List<String> overruns = costs == null ? List.of() : costs.overruns();
        if (json) {
            ObjectNode answer = json(checked);
            if (costs != null) {
                answer.put("ok", overruns.isEmpty()).set("cost", costs.json());
            }
            spec.commandLine().getOut().println(answer);
        } else if (checked instanceof Problems found) {
            spec.commandLine().getErr().println(found.render());
        } else {
            print((Drafts) checked, costs);
        }
        overruns.forEach(spec.commandLine().getErr()::println);
        return checked instanceof Drafts && overruns.isEmpty() ? 0 : ErrorMessages.BAD_INPUT;
    }

    private void print(Drafts drafts, @Nullable CostReport costs) {
        PrintWriter out = spec.commandLine().getOut();
        if (expand) {
            drafts.drafts().forEach(draft -> printExpansions(draft, out));
        }
        if (costs != null) {
            costs.print(out);
        }
        if (costs == null || costs.overruns().isEmpty()) {
            out.println(folder + ": " + summary(drafts) + ", no problems");
        }
    }

    /** How many there are of each kind. */
    static String summary(Drafts drafts) {
        Map<String, Long> kinds = drafts.drafts().stream()
                .collect(Collectors.groupingBy(draft -> draft.body().kind(), TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey() + (kind.getValue() == 1 ? "" : "s"))
                .collect(Collectors.joining(", "));
    }

    private static void printExpansions(Draft draft, PrintWriter out) {
        for (Expansion expansion : draft.expansions()) {
            out.println(draft.file() + ":" + expansion.line() + ": "
                    + draft.body().kind() + " " + draft.id() + ": " + expansion.macro() + " stands for");
            expansion.when().lines().forEach(line -> out.println("  " + line));
        }
    }

    private ObjectNode json(Checked checked) {
        ObjectNode json = Json.object().put("ok", checked instanceof Drafts);
        ArrayNode definitions = json.putArray("definitions");
        ArrayNode problems = json.putArray("problems");
        if (checked instanceof Drafts drafts) {
            for (Draft draft : drafts.drafts()) {
                ObjectNode definition = definitions
                        .addObject()
                        .put("kind", draft.body().kind())
                        .put("id", draft.id())
                        .put("title", draft.title())
                        .put("file", draft.file());
                if (expand) {
                    ArrayNode macros = definition.putArray("macros");
                    for (Expansion expansion : draft.expansions()) {
                        macros.addObject()
                                .put("macro", expansion.macro())
                                .put("line", expansion.line())
                                .put("when", expansion.when());
                    }
                }
            }
        } else if (checked instanceof Problems found) {
            for (Problem problem : found.problems()) {
                problems.addObject()
                        .put("file", problem.file())
                        .put("line", problem.line())
                        .put("column", problem.column())
                        .put("message", problem.message());
            }
        }
        return json;
    }
}
