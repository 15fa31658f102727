package io.makolet.local.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Problems;
import io.makolet.local.HomeOption;
import io.makolet.local.InvalidInput;
import io.makolet.local.Revision;
import io.makolet.local.Table;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.MappingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet dry-run}: who would have belonged? */
@Command(
        name = "dry-run",
        description = {
            "Tries the definitions of a folder on files of events: who would have belonged when?",
            "Runs the job of production over the files, in event time: members at each instant, how many came and went,",
            "what segments share. Needs no running system, and publishes nothing. Files need not be in order.",
            "With --against also: who would enter and leave compared with other definitions, and for some of them why."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet dry-run examples/online-retail/definitions --mapping examples/online-retail/mapping.yaml \\",
            "      --events examples/online-retail/data/orders.csv.gz --as-of 2011-03-31T12:00:00,2011-06-30T00:00:00",
            "  makolet dry-run shop --events 2025.csv.gz,2026.csv.gz --mapping m.yaml --as-of 2026-11-01 --sample 10 \\",
            "      --out members.csv",
            "  makolet dry-run shop --events 2026.csv.gz --mapping m.yaml --as-of 2026-11-01 --against live --language he"
        })
public final class DryRunCommand implements Callable<Integer> {

    private static final int SHOWN_OVERLAPS = 10;
    private static final String LIVE = "live";

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
            split = ",",
            paramLabel = "T",
            description = "instants at which memberships are asked for (UTC where no zone is given)")
    private List<String> asOf = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "takes as_of,segment,customer_id of every member")
    private @Nullable Path members;

    @Option(
            names = "--sample",
            defaultValue = "100",
            paramLabel = "P",
            description = "look only at P %% of the customers, always the same ones; sizes are then estimates")
    private double sample = 100;

    @Option(
            names = "--against",
            paramLabel = "DIR|live",
            description =
                    "compare with another folder, or with what is published in the running system (a folder of that"
                            + " name: ./live)")
    private @Nullable String against;

    @Option(
            names = "--language",
            paramLabel = "TAG",
            split = ",",
            description = "language of the reasons with --against: en, he or ar, best first (default: en)")
    private List<String> languages = List.of();

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(sample > 0 && sample <= 100)) {
            throw new InvalidInput("--sample " + sample + ", expected more than 0 and up to 100 per cent");
        }
        if (!Files.isRegularFile(mapping)) {
            throw new InvalidInput(mapping + " is no file, expected a mapping in YAML");
        }
        if (members != null && !Files.isDirectory(members.toAbsolutePath().resolveSibling(""))) {
            throw new InvalidInput("--out " + members + ", expected a file in a folder that there is");
        }
        List<AsOf> instants = AsOf.parse(asOf);
        PrintWriter err = spec.commandLine().getErr();
        Checked checked = DefinitionFiles.load(folder);
        if (checked instanceof Problems found) {
            err.println(found.render());
            return 2;
        }
        List<Draft> drafts = ((Drafts) checked).drafts();
        List<Draft> others = List.of();
        if (against != null && !against.equals(LIVE)) {
            Checked other = DefinitionFiles.load(Path.of(against));
            if (other instanceof Problems found) {
                err.println(found.render());
                return 2;
            }
            others = ((Drafts) other).drafts();
        }
        DryRun run = dryRun(drafts, others, instants, line -> {
            err.println(line);
            err.flush();
        });
        try {
            DryRunReport report = run.run(events, Mapping.load(mapping), new ShownRows(err), members);
            print(report);
            return 0;
        } catch (MappingException e) {
            throw new InvalidInput(String.valueOf(e.getMessage()));
        }
    }

    private DryRun dryRun(List<Draft> drafts, List<Draft> others, List<AsOf> instants, Consumer<String> progress)
            throws IOException {
        Sample looked = new Sample(sample / 100);
        if (against == null) {
            return DryRun.of(Revision.live(drafts), instants, looked, progress);
        }
        Revision revision =
                against.equals(LIVE) ? Revision.ofPublished(home.path(), drafts) : Revision.ofFolders(others, drafts);
        return DryRun.against(revision, languages, instants, looked, progress);
    }

    /** Shows the first rows that are no events. */
    private static final class ShownRows implements DryRun.Tally {
        private static final int MOST = 10;

        private final PrintWriter err;
        private long broken;

        ShownRows(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void broken(BrokenRow row) {
            broken++;
            if (broken <= MOST) {
                err.println(row.message());
            }
        }

        @Override
        public long brokenCount() {
            return broken;
        }
    }

    private void print(DryRunReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            try {
                out.println(new ObjectMapper().writeValueAsString(report));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            return;
        }
        out.printf(
                Locale.ROOT,
                "%,d customers, %,d events in %.1f s; %,d refused, %,d rows rejected%n",
                report.customers(),
                report.events(),
                report.seconds(),
                report.refused(),
                report.rejected());
        report.instants().forEach(instant -> print(out, instant));
        if (report.against() != null) {
            report.against().forEach(contrast -> ContrastText.print(contrast, out));
        }
        out.flush();
    }

    private static void print(PrintWriter out, DryRunReport.AtInstant instant) {
        out.println();
        out.println("as of " + instant.asOf());
        Table sizes = new Table("SEGMENT", "MEMBERS", "95 %", "SHARE", "ENTRIES", "EXITS", "FOR EXAMPLE");
        for (DryRunReport.Size size : instant.segments()) {
            sizes.row(
                    size.segment(),
                    number(size.size()),
                    size.interval().get(0).equals(size.interval().get(1))
                            ? "exact"
                            : number(size.interval().get(0)) + "-"
                                    + number(size.interval().get(1)),
                    String.format(Locale.ROOT, "%.1f %%", size.share() * 100),
                    number(size.entries()),
                    number(size.exits()),
                    String.join(" ", size.members()));
        }
        sizes.print(out);
        Table overlaps = new Table("SHARED BY", "AND", "MEMBERS", "OF THE SMALLER");
        instant.overlaps().stream()
                .sorted((a, b) -> Double.compare(b.share(), a.share()))
                .limit(SHOWN_OVERLAPS)
                .forEach(overlap -> overlaps.row(
                        overlap.first(),
                        overlap.second(),
                        number(overlap.both()),
                        String.format(Locale.ROOT, "%.0f %%", overlap.share() * 100)));
        if (!instant.overlaps().isEmpty()) {
            out.println();
            overlaps.print(out);
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
