package io.makolet.local;

import io.makolet.benchmarks.EchoServer;
import io.makolet.benchmarks.OverloadBenchmark;
import io.makolet.benchmarks.OverloadReport;
import io.makolet.benchmarks.Ratios;
import io.makolet.benchmarks.ReadPeers.Peer;
import io.makolet.benchmarks.ReadVsEchoBenchmark;
import io.makolet.benchmarks.ReadVsEchoReport;
import io.makolet.benchmarks.ReadVsRedisBenchmark;
import io.makolet.benchmarks.ReadVsRedisReport;
import io.makolet.benchmarks.RedisServer;
import io.makolet.benchmarks.StreamVsUnaryBenchmark;
import io.makolet.benchmarks.StreamVsUnaryReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** {@code makolet bench read-vs-echo}, {@code read-vs-redis}, {@code stream-vs-unary} and {@code overload}: starts the servers and prints what came out. */
final class ReadBench {

    private static final String REDIS = "redis-server";

    private ReadBench() {}

    static ReadVsEchoReport run(ReadVsEchoBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        try (ServedLog log = ServedLog.start(progress)) {
            return new ReadVsEchoBenchmark(log.peers(), bytes -> echo(log, bytes), settings, progress).run(command);
        }
    }

    private static Peer echo(ServedLog log, int bytes) throws IOException {
        int port = Ports.free().grpc();
        return log.serve("echo", port, PinnedServer.java(log.logs(), EchoServer.class, port, bytes))
                .peer();
    }

    static ReadVsRedisReport runRedis(ReadVsEchoBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        requireRedis();
        try (ServedLog log = ServedLog.start(progress)) {
            return new ReadVsRedisBenchmark(
                            log.peers(), layout -> redis(log, layout, settings.customers()), settings, progress)
                    .run(command);
        }
    }

    private static void requireRedis() {
        try {
            new ProcessBuilder(REDIS, "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new Failure(REDIS + " can't be started, expected Redis on this machine (Debian: redis-server): "
                    + e.getMessage());
        }
    }

    /** Redis, which keeps nothing, and a server over it. */
    private static Peer redis(ServedLog log, String layout, int customers) throws IOException {
        Ports ports = Ports.free();
        List<String> command = List.of(
                REDIS,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(ports.http()),
                "--save",
                "",
                "--appendonly",
                "no");
        PinnedServer redis = log.serve("redis-" + layout, ports.http(), command);
        PinnedServer server = log.serve(
                "over-redis-" + layout,
                ports.grpc(),
                PinnedServer.java(log.logs(), RedisServer.class, ports.grpc(), ports.http(), customers, layout));
        return new Peer(ports.grpc(), List.of(redis.pid(), server.pid()));
    }

    static void print(ReadVsRedisReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d offers, best 5 in %,d bytes, %,d customers; CPU is at full load, latency at %.0f calls/s%n",
                report.offers(),
                report.answerBytes(),
                report.customers(),
                report.rate());
        print(report.servers(), out);
        report.ratios()
                .forEach((name, ratio) -> out.println(line(
                        name.startsWith("p99_")
                                ? "p99 over that of redis, " + name.substring("p99_".length())
                                : "answers per CPU second over those of redis, " + name.substring("answers_".length()),
                        ratio)));
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
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
        print(report.servers(), out);
        out.printf(
                Locale.ROOT,
                "CPU is at full load, latency at %.0f calls/s; %.0f views/s beside%n",
                report.rate(),
                report.views());
        report.ratios().forEach((name, ratio) -> out.println(line(name + " over the echo", ratio)));
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }

    private static void print(Map<String, ReadVsEchoReport.Of> servers, PrintWriter out) {
        Table table = new Table("SERVER", "CPU US", "PER SECOND", "P50 MS", "P99 MS", "P99.9 MS");
        servers.forEach((name, of) -> table.row(
                name.replace('_', ' '),
                String.format(Locale.ROOT, "%.2f", of.micros()),
                String.format(Locale.ROOT, "%.0f", of.perSecond()),
                String.format(Locale.ROOT, "%.3f", of.latency().p50()),
                String.format(Locale.ROOT, "%.3f", of.latency().p99()),
                String.format(Locale.ROOT, "%.3f", of.latency().p999())));
        table.print(out);
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
            return new StreamVsUnaryBenchmark(log.peers(), node, settings, progress).run(command);
        }
    }

    static OverloadReport runOverload(ReadVsEchoBenchmark.Settings settings, String command, Consumer<String> progress)
            throws Exception {
        try (ServedLog log = ServedLog.start(progress)) {
            OverloadBenchmark.Counts counts =
                    metric -> Scrape.of(log.metrics()).sum(metric).orElse(0);
            return new OverloadBenchmark(log.peers(), counts, settings, progress).run(command);
        }
    }

    static void print(OverloadReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%.0f answers a second at most; at half of it, p50 %.2f ms, p99 %.2f ms; callers wait %d ms%n",
                report.peak(),
                report.calm().p50(),
                report.calm().p99(),
                report.patienceMillis());
        Table table = new Table(
                "TIMES THE PEAK", "GOODPUT", "95 %", "LATE/S", "NOT MADE/S", "REFUSED/S", "P99 MS", "NORMAL AFTER S");
        for (OverloadReport.Step step : report.steps()) {
            table.row(
                    String.format(Locale.ROOT, "%.0f", step.factor()),
                    String.format(Locale.ROOT, "%.3f", step.goodput().median()),
                    String.format(
                            Locale.ROOT,
                            "%.2f to %.2f",
                            step.goodput().ci95().get(0),
                            step.goodput().ci95().get(1)),
                    String.format(Locale.ROOT, "%.0f", step.late()),
                    String.format(Locale.ROOT, "%.0f", step.turnedAway()),
                    String.format(Locale.ROOT, "%.0f", step.refused()),
                    String.format(Locale.ROOT, "%.2f", step.latency().p99()),
                    String.format(Locale.ROOT, "%.2f", step.normalAfterSeconds()));
        }
        table.print(out);
        out.printf(Locale.ROOT, "served in vain, over those in time: %.3f at most%n", report.inVain());
        out.printf(
                Locale.ROOT,
                "web at half the peak beside mailers: %.2f %% in time, p99 %.2f ms; at twice the peak, goodput %.3f%n",
                100 * report.web().inTime(),
                report.web().latency().p99(),
                report.web().goodput());
        out.printf(
                Locale.ROOT,
                "mailers: %.0f customers a second beside the web, %.0f alone%n",
                report.web().mailBeside(),
                report.web().mailAlone());
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
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
