package io.makolet.local;

import io.makolet.benchmarks.EchoServer;
import io.makolet.benchmarks.Ratios;
import io.makolet.benchmarks.ReadVsEchoBenchmark;
import io.makolet.benchmarks.ReadVsEchoReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code makolet bench read-vs-echo}: starts the servers and prints what came out. */
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
        report.ratios().forEach((name, ratio) -> out.println(line(name, ratio)));
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }

    private static String line(String name, Ratios ratio) {
        return String.format(
                Locale.ROOT,
                "%s over the echo: %.2f (95 %%: %.2f to %.2f)",
                name.replace('_', ' '),
                ratio.median(),
                ratio.ci95().get(0),
                ratio.ci95().get(1));
    }
}
