package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Problems;
import io.makolet.domain.definition.Definition;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet publish}: puts definitions into force. */
@Command(
        name = "publish",
        description = {
            "Checks all definitions in a folder, and publishes those that are new or changed.",
            "What they ask for that nobody did before is read in from the log, and is unknown until then.",
            "Products are published too, from a file products.csv in the folder or beside it; what its column",
            "complements says goes with what, is written into the segments that ask for it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet publish examples/online-retail/definitions",
            "  makolet publish shop --home /var/lib/makolet --json"
        })
final class PublishCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DIR", description = "folder of YAML files")
    private Path folder = Path.of("");

    @Mixin
    private BackfillOptions backfill = new BackfillOptions();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        backfill.check();
        Checked checked = DefinitionFiles.load(folder);
        if (checked instanceof Problems found) {
            spec.commandLine().getErr().println(found.render());
            return ErrorMessages.BAD_INPUT;
        }
        Publishing.Result result = Publishing.into(home.path()).publish(folder, (Drafts) checked);
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            print(result, out);
            out.flush();
        }
        List<Backfilling.Result> past =
                backfill.run(home.path(), spec.commandLine().getErr());
        if (json) {
            out.println(json(result).set("backfills", BackfillCommand.json(past)));
        } else {
            BackfillCommand.print(past, out);
        }
        return 0;
    }

    private static void print(Publishing.Result result, PrintWriter out) {
        if (!result.definitions().isEmpty()) {
            Table table = new Table("KIND", "ID", "VERSION", "TITLE");
            for (Definition d : result.definitions()) {
                table.row(d.body().kind(), d.id(), Integer.toString(d.version()), d.title());
            }
            table.print(out);
        }
        out.println("published " + result.definitions().size() + " definitions (" + result.unchanged()
                + " unchanged) and " + result.products() + " products (" + result.unchangedProducts() + " unchanged)");
    }

    private static ObjectNode json(Publishing.Result result) {
        ObjectNode json = Json.object();
        ArrayNode published = json.putArray("published");
        for (Definition d : result.definitions()) {
            published
                    .addObject()
                    .put("kind", d.body().kind())
                    .put("id", d.id())
                    .put("version", d.version())
                    .put("index", d.index());
        }
        return json.put("unchanged", result.unchanged())
                .put("products", result.products())
                .put("products_unchanged", result.unchangedProducts());
    }
}
