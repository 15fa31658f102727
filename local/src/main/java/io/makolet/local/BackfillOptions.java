package io.makolet.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How publishing sees to the past of what nobody asked for before. */
final class BackfillOptions {

    @Option(
            names = "--no-backfill",
            description = "leave the past unread: what looks at it stays unknown until makolet backfill")
    private boolean none;

    @Option(
            names = "--backfill-rate",
            paramLabel = "N",
            description = "past events that are read in per second at most, fewer where live events would wait"
                    + " for them (default: " + Backfilling.USUAL_RATE + ")")
    private int rate = Backfilling.USUAL_RATE;

    /** Refuses what can't be meant, before anything is published. */
    void check() {
        BackfillCommand.check("--backfill-rate", rate);
    }

    /** Reads in what a publication lacks, if there is anything and it is wanted. */
    List<Backfilling.Result> run(Path home, PrintWriter notices) throws Exception {
        return none ? List.of() : BackfillCommand.run(home, rate, notices);
    }
}
