package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.makolet.schemas.RegistryConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet backfill}: reads in the past of what nobody asked for before. */
@Command(
        name = "backfill",
        description = {
            "Reads in, from the log, the past of aggregates that no definition had asked for before, or goes on with it.",
            "Until then, what looks at them is unknown. Publishing does this by itself; killing it does no harm."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet backfill", "  makolet backfill --rate 500 --json"})
final class BackfillCommand implements Callable<Integer> {

    private static final int MOST = 1_000_000;
    private static final int STEP = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "events that are read in per second at most, fewer where live events would wait for them"
                    + " (default: " + Backfilling.USUAL_RATE + ")")
    private int rate = Backfilling.USUAL_RATE;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        check("--rate", rate);
        List<Backfilling.Result> results =
                run(home.path(), rate, spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object().set("backfills", json(results)));
        } else if (results.isEmpty()) {
            out.println("nothing is missing");
        } else {
            print(results, out);
        }
        return 0;
    }

    static void check(String option, int rate) {
        if (rate < 1 || rate > MOST) {
            throw new InvalidInput(option + " " + rate + ", expected 1 to " + MOST + " events per second");
        }
    }

    /** Reads in what is missing in a home, and says on the way how far it is. */
    static List<Backfilling.Result> run(Path home, int rate, PrintWriter notices) throws Exception {
        Endpoints endpoints = Endpoints.of(home);
        Path folder = home.toAbsolutePath().normalize();
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry()).withCache(folder.resolve("schemas"));
        int[] said = {-STEP};
        return new Backfilling(folder, endpoints, schemas, rate).run((number, percent) -> {
            if (percent >= said[0] + STEP || percent < said[0]) {
                said[0] = percent;
                notices.println("backfill " + number + ": " + percent + " %");
                notices.flush();
            }
        });
    }

    static void print(List<Backfilling.Result> results, PrintWriter out) {
        for (Backfilling.Result result : results) {
            out.println("backfill " + result.number() + " brought " + result.events() + " events, "
                    + (result.completeFrom() == null
                            ? "complete"
                            : "complete only from " + result.completeFrom() + ", where the log begins"));
        }
    }

    static ArrayNode json(List<Backfilling.Result> results) {
        ArrayNode backfills = Json.object().putArray("backfills");
        for (Backfilling.Result result : results) {
            backfills
                    .addObject()
                    .put("number", result.number())
                    .put("events", result.events())
                    .put(
                            "complete_from",
                            result.completeFrom() == null
                                    ? null
                                    : result.completeFrom().toString());
        }
        return backfills;
    }
}
