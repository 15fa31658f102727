package io.makolet.local;

import io.makolet.benchmarks.JobStateBenchmark;
import io.makolet.benchmarks.JobStateReport;
import io.makolet.benchmarks.Ratios;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;

/** {@code makolet bench job-state}: runs it in a temporary folder and prints what came out. */
final class JobStateBench {

    private JobStateBench() {}

    static JobStateReport run(JobStateBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        Path folder = Files.createTempDirectory("makolet-bench");
        try {
            Logging.toFile(folder);
            try (TrialCluster job = TrialCluster.start(folder)) {
                return new JobStateBenchmark(job, settings, progress).run(command);
            }
        } finally {
            LogManager.shutdown();
            Folders.delete(folder);
        }
    }

    static void print(JobStateReport report, PrintWriter out) {
        report.ratios().forEach((name, ratio) -> out.println(line(name, ratio)));
        Table table = new Table(
                "TRAFFIC",
                "JOB",
                "CPU US",
                "EVENTS/S",
                "LEAVES",
                "FLIPS",
                "TIMERS",
                "MISSES",
                "READS",
                "WRITES",
                "BYTES");
        for (JobStateReport.UnderTraffic traffic : report.traffic()) {
            for (JobStateReport.Of of : traffic.variants()) {
                table.row(
                        traffic.traffic(),
                        of.logic(),
                        String.format(Locale.ROOT, "%.2f", of.micros()),
                        String.format(Locale.ROOT, "%.0f", of.perSecond()),
                        String.format(Locale.ROOT, "%.3f", of.leaves()),
                        String.format(Locale.ROOT, "%.3f", of.flips()),
                        String.format(Locale.ROOT, "%.3f", of.timers()),
                        String.format(Locale.ROOT, "%.3f", of.misses()),
                        String.format(Locale.ROOT, "%.3f", of.reads()),
                        String.format(Locale.ROOT, "%.3f", of.writes()),
                        Long.toString(of.stateBytes()));
            }
        }
        table.print(out);
        if (report.differing() > 0) {
            out.println("WRONG: in " + report.differing() + " runs the cache changed what was told");
        }
        out.flush();
    }

    private static String line(String name, Ratios ratio) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f (95 %%: %.2f to %.2f)",
                name.replace('_', ' '),
                ratio.median(),
                ratio.ci95().get(0),
                ratio.ci95().get(1));
    }
}
