package io.makolet.local;

import io.makolet.benchmarks.EchoServer;
import io.makolet.benchmarks.Ratios;
import io.makolet.benchmarks.ReadPeers;
import io.makolet.benchmarks.ReadVsEchoBenchmark;
import io.makolet.benchmarks.ReadVsEchoReport;
import io.makolet.benchmarks.StreamVsUnaryBenchmark;
import io.makolet.benchmarks.StreamVsUnaryReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code makolet bench read-vs-echo} and {@code stream-vs-unary}: starts the servers and prints what came out. */
final class ReadBench {

    private ReadBench() {}

    static ReadVsEchoReport run(ReadVsEchoBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        try (ServedLog log = ServedLog.start(progress)) {
            return new ReadVsEchoBenchmark(
                            log.peers(bytes -> {
                                int port = Ports.free().grpc();
                                return log.serve(
                                                "echo",
                                                port,
                                                PinnedServer.java(log.logs(), EchoServer.class, port, bytes))
                                        .peer();
                            }),
                            settings,
                            progress)
                    .run(command);
        }
    }

    static void print(ReadVsEchoReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d offers, best 5 in %,d bytes, %,d customers, %,d of them hot; the echo answers %.0f/s at most%n",
                report.offers(),
                report.answerBytes(),
                report.customers(),
                report.hot(),
                report.echoMost());
        Table table = new Table("SERVER", "CPU US", "PER SECOND", "P50 MS", "P99 MS", "P99.9 MS");
        report.servers()
                .forEach((name, of) -> table.row(
                        name.replace('_', ' '),
                        String.format(Locale.ROOT, "%.2f", of.micros()),
                        String.format(Locale.ROOT, "%.0f", of.perSecond()),
                        String.format(Locale.ROOT, "%.3f", of.latency().p50()),
                        String.format(Locale.ROOT, "%.3f", of.latency().p99()),
                        String.format(Locale.ROOT, "%.3f", of.latency().p999())));
        table.print(out);
        out.printf(
                Locale.ROOT,
                "CPU is at full load, latency at %.0f calls/s; %.0f views/s beside%n",
                report.rate(),
                report.views());
        report.ratios().forEach((name, ratio) -> out.println(line(name + " over the echo", ratio)));
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }

    static StreamVsUnaryReport runStreams(
            ReadVsEchoBenchmark.Settings settings, String command, Consumer<String> progress) throws Exception {
        try (ServedLog log = ServedLog.start(progress)) {
            StreamVsUnaryBenchmark.Node node = new StreamVsUnaryBenchmark.Node() {
                @Override
                public void killAndStart() throws IOException {
                    log.killAndStartNode();
                }

                @Override
                public double memory() throws IOException, InterruptedException {
                    return Scrape.of(log.metrics()).sum("jvm_memory_used_bytes").orElse(0);
                }
            };
            ReadPeers peers = log.peers(bytes -> {
                throw new IllegalStateException("a stream is compared with single calls of the same node");
            });
            return new StreamVsUnaryBenchmark(peers, node, settings, progress).run(command);
        }
    }

    static void print(StreamVsUnaryReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "a customer costs %.2f us of processor time by a stream, %.2f us by a single call%n",
                report.streamMicros(),
                report.unaryMicros());
        out.println(line("customers by streams over those by single calls", report.ratio()));
        out.println(line("customers beside a reader who stopped over those without", report.besideSlow()));
        out.printf(
                Locale.ROOT,
                "memory over one stream of %,d customers: %d MB at most in the first tenth, %d MB in all%n",
                report.customers(),
                report.memoryAtFirst(),
                report.memoryAtMost());
        out.printf(
                Locale.ROOT,
                "killed after %,d customers and resumed: %d batches missing, %d twice; %d wrong answers%n",
                report.brokenAt(),
                report.missing(),
                report.twice(),
                report.wrong());
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
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
