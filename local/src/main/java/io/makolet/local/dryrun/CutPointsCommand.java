package io.makolet.local.dryrun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Problems;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.MappingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet cut-points}: the values that divide the customers now. */
@Command(
        name = "cut-points",
        description = {
            "Prints the cut points of a folder, measured anew over files of events.",
            "All customers are measured as they were at an instant. Put what is printed in place of the old documents, and",
            "publish the folder: segments that use them are published again. Needs no running system."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet cut-points shop --events 2026.csv.gz --mapping m.yaml --as-of 2026-11-01 > cut-points.yaml",
            "  makolet cut-points shop --events 2026.csv.gz --mapping m.yaml --as-of 2026-11-01 --json"
        })
public final class CutPointsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "folder of YAML files")
    private Path folder = Path.of("");

    @Option(
            names = "--events",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description = "CSV or NDJSON, also packed with gzip; several with commas between")
    private List<Path> events = List.of();

    @Option(names = "--mapping", required = true, paramLabel = "M", description = "YAML: how rows become events")
    private Path mapping = Path.of("");

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "T",
            description = "instant at which customers are measured (UTC where no zone is given)")
    private String asOf = "";

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(mapping)) {
            throw new InvalidInput(mapping + " is no file, expected a mapping in YAML");
        }
        AsOf instant = AsOf.parse(List.of(asOf)).get(0);
        Checked checked = DefinitionFiles.load(folder);
        if (checked instanceof Problems found) {
            spec.commandLine().getErr().println(found.render());
            return 2;
        }
        Drafts drafts = (Drafts) checked;
        if (drafts.measurements().isEmpty()) {
            throw new InvalidInput("no document of kind CutPoints in " + folder
                    + ", expected at least one, with the percentiles that are wanted and any values");
        }
        Quantiles quantiles = new Quantiles(drafts.measurements());
        try {
            quantiles.read(
                    events,
                    Mapping.load(mapping),
                    instant,
                    row -> spec.commandLine().getErr().println(row.message()));
        } catch (MappingException e) {
            throw new InvalidInput(String.valueOf(e.getMessage()));
        }
        List<Quantiles.CutPoints> found = quantiles.at(instant);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(found, instant));
        } else {
            print(found, instant, out);
        }
        return 0;
    }

    private void print(List<Quantiles.CutPoints> found, AsOf instant, PrintWriter out) {
        if (found.isEmpty()) {
            throw new InvalidInput(
                    "nobody has a value in " + events + " up to " + asOf + ", expected events before that");
        }
        String between = "";
        for (Quantiles.CutPoints cutPoints : found) {
            out.print(between);
            if (cutPoints.rankError() > 0) {
                out.printf(Locale.ROOT, "# percentiles may be off by %.2f points%n", cutPoints.rankError() * 100);
            }
            out.println(
                    cutPoints.document(Instant.ofEpochMilli(instant.millis())).strip());
            between = "---\n";
        }
        out.flush();
    }

    private static ObjectNode json(List<Quantiles.CutPoints> found, AsOf instant) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("as_of", Instant.ofEpochMilli(instant.millis()).toString());
        ArrayNode all = json.putArray("cut_points");
        for (Quantiles.CutPoints cutPoints : found) {
            ObjectNode one = all.addObject()
                    .put("id", cutPoints.measurement().id())
                    .put("file", cutPoints.measurement().file())
                    .put("unit", cutPoints.measurement().isAge() ? "milliseconds" : "main units")
                    .put("customers", cutPoints.customers())
                    .put("rank_error", cutPoints.rankError());
            ObjectNode points = one.putObject("points");
            cutPoints.values().forEach((percentile, value) -> points.put(String.valueOf(percentile), value));
        }
        return json;
    }
}
