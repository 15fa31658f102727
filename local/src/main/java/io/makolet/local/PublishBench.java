package io.makolet.local;

import io.makolet.benchmarks.PublishBenchmark;
import io.makolet.benchmarks.PublishReport;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.schemas.RegistryConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code makolet bench publish}: runs it on a system of its own and prints what came out. */
final class PublishBench {

    private PublishBench() {}

    static PublishReport run(PublishBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        Path folder = Files.createTempDirectory("makolet-bench");
        try (SeparateSystem system = SeparateSystem.start(folder, progress)) {
            publish(folder, PublishBenchmark.before(), 0);
            Endpoints endpoints = system.endpoints();
            return new PublishBenchmark(
                            endpoints.target(folder),
                            () -> DeadlineBench.counts(endpoints.jobMetrics()),
                            yaml -> publish(folder, yaml, settings.pastPerSecond()),
                            settings,
                            progress)
                    .run(command);
        } finally {
            Folders.delete(folder);
        }
    }

    /** Where the last that was said about definitions lies in the log. */
    private static long publish(Path home, String yaml, int pastPerSecond) throws IOException {
        Path definitions = Files.createDirectories(home.resolve("definitions"));
        Files.writeString(definitions.resolve("segments.yaml"), yaml);
        var unused = Publishing.into(home).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
        Endpoints endpoints = Endpoints.of(home);
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry());
        if (pastPerSecond > 0) {
            readPast(new Backfilling(home, endpoints, schemas, pastPerSecond));
        }
        return DefinitionLog.read(endpoints.kafka(), schemas).lastOffset();
    }

    private static void readPast(Backfilling past) throws IOException {
        try {
            var unused = past.run((number, percent) -> {});
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure("the past could not be read in: " + e.getMessage(), e);
        }
    }

    static void print(PublishReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "a new segment of %,d of %,d customers was live for all after %.1f s, %.1f s of them publishing;"
                        + " %,d entries were told%n",
                report.members(),
                report.crowd(),
                report.seconds(),
                report.publishing(),
                report.entered());
        DeadlineBench.print("before", report.before(), out);
        DeadlineBench.print("meanwhile", report.meanwhile(), out);
        out.printf(Locale.ROOT, "ratio p99: %.2f%n", report.ratio());
        out.printf(
                Locale.ROOT,
                "checkpoints: %d failed, the longest took %d ms before, %d ms in all%n",
                report.failedCheckpoints(),
                report.checkpointBeforeMillis(),
                report.checkpointMillis());
        out.printf(Locale.ROOT, "reads of the crowd: %,d, wrong %d%n", report.reads(), report.wrong());
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }
}
