package io.makolet.local;

import io.makolet.domain.definition.Definition;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet rollback}: takes a definition back to what an earlier version said. */
@Command(
        name = "rollback",
        description = {
            "Publishes again what an earlier version of a definition said, as a new version.",
            "Of each definition the last versions are kept; list shows which."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet rollback silent", "  makolet rollback silent --to 2"})
final class RollbackCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "id of the definition, or kind/id")
    private String id = "";

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "the earlier version (default: the last one that said something else)")
    private @Nullable Integer to;

    @Mixin
    private BackfillOptions backfill = new BackfillOptions();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        backfill.check();
        Definition next =
                Publishing.into(home.path()).rollback(id, to == null ? OptionalInt.empty() : OptionalInt.of(to));
        List<Backfilling.Result> past =
                backfill.run(home.path(), spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object()
                    .put("kind", next.body().kind())
                    .put("id", next.id())
                    .put("version", next.version())
                    .put("status", ListCommand.word(next.status()))
                    .set("backfills", BackfillCommand.json(past)));
        } else {
            out.println("published " + next.body().kind() + " " + next.id() + " as version " + next.version());
            BackfillCommand.print(past, out);
        }
        return 0;
    }
}
