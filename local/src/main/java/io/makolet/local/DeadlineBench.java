package io.makolet.local;

import io.makolet.benchmarks.DeadlineBenchmark;
import io.makolet.benchmarks.DeadlineReport;
import io.makolet.benchmarks.Latencies;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code makolet bench deadline}: runs it on a system of its own and prints what came out. */
final class DeadlineBench {

    private static final String JOB = "flink_jobmanager_job_";
    private static final String TRANSITIONS = "flink_taskmanager_job_task_operator_makolet_transitions";

    private DeadlineBench() {}

    static DeadlineReport run(DeadlineBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        Path folder = Files.createTempDirectory("makolet-bench");
        try (SeparateSystem system = SeparateSystem.start(folder, progress)) {
            Path definitions = Files.createDirectories(folder.resolve("definitions"));
            Files.writeString(
                    definitions.resolve(DeadlineBenchmark.SEGMENT + ".yaml"), DeadlineBenchmark.definition(settings));
            Publishing.into(folder).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
            Endpoints endpoints = system.endpoints();
            return new DeadlineBenchmark(
                            endpoints.target(folder), () -> counts(endpoints.jobMetrics()), settings, progress)
                    .run(command);
        } finally {
            Folders.delete(folder);
        }
    }

    static DeadlineBenchmark.Job.Counts counts(String metrics) throws IOException, InterruptedException {
        Scrape scrape = Scrape.of(metrics);
        return new DeadlineBenchmark.Job.Counts(
                (long) scrape.sum(TRANSITIONS).orElse(0),
                (long) scrape.sum(JOB + "numberOfFailedCheckpoints").orElse(0),
                (long) scrape.sum(JOB + "lastCheckpointDuration").orElse(0));
    }

    static void print(DeadlineReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d memberships ended at one instant; %,d were told to have left within %.0f s%n",
                report.members(),
                report.left(),
                report.seconds());
        print("before", report.before(), out);
        print("meanwhile", report.meanwhile(), out);
        out.printf(Locale.ROOT, "ratio p99: %.2f%n", report.ratio());
        out.printf(
                Locale.ROOT,
                "checkpoints: %d failed, the longest took %d ms before, %d ms in all%n",
                report.failedCheckpoints(),
                report.checkpointBeforeMillis(),
                report.checkpointMillis());
        out.printf(
                Locale.ROOT,
                "reads of members: %,d, wrong %d, stale %d%n",
                report.reads(),
                report.wrong(),
                report.stale());
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }

    static void print(String when, Latencies latencies, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "freshness of others %s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms (%d samples)%n",
                when,
                latencies.p50(),
                latencies.p99(),
                latencies.p999(),
                latencies.samples());
    }
}
