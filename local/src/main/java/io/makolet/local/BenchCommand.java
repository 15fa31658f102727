package io.makolet.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.makolet.benchmarks.DeadlineBenchmark;
import io.makolet.benchmarks.DeadlineReport;
import io.makolet.benchmarks.FreshnessBenchmark;
import io.makolet.benchmarks.FreshnessReport;
import io.makolet.benchmarks.JobStateBenchmark;
import io.makolet.benchmarks.JobStateReport;
import io.makolet.benchmarks.OverloadReport;
import io.makolet.benchmarks.PublishBenchmark;
import io.makolet.benchmarks.PublishReport;
import io.makolet.benchmarks.Ratios;
import io.makolet.benchmarks.ReadVsEchoBenchmark;
import io.makolet.benchmarks.ReadVsEchoReport;
import io.makolet.benchmarks.ReadVsRedisBenchmark;
import io.makolet.benchmarks.ReadVsRedisReport;
import io.makolet.benchmarks.SegmentsBenchmark;
import io.makolet.benchmarks.SegmentsReport;
import io.makolet.benchmarks.StreamVsUnaryReport;
import io.makolet.local.demo.Example;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet bench}: one measurement, with its peer. */
@Command(
        name = "bench",
        description = {
            "Runs one benchmark, with its peer in the same run.",
            "freshness: how long after an event was due to be sent does a read show it?",
            "  On a system of its own in a temporary home, or the one in --home.",
            "segments: what does an event cost with 10,000 definitions instead of 10?",
            "job-state: what does an event cost the whole job with 1,000,000 customers,",
            "  the busy ones on the heap, all in RocksDB, and with no logic at all?",
            "deadline: what do others notice when 1,000,000 memberships end at once?",
            "  On a system of its own in a temporary home.",
            "publish: how soon is a new segment live for 1,000,000 customers, and what do others",
            "  notice? On a system of its own in a temporary home.",
            "read-vs-echo: what do offers cost a serving node, compared with a gRPC server that",
            "  always answers the same? Both on one processor; needs taskset and a second one.",
            "read-vs-redis: the same, compared with a gRPC server that keeps 100,000 customers in",
            "  Redis and ranks the same offers; needs redis-server besides.",
            "stream-vs-unary: what do offers for 1,000,000 customers cost by one stream, compared with",
            "  single calls? Does memory grow, a slow reader slow others, a kill skip anybody?",
            "overload: what does a serving node do when 2 and 3 times as much is asked as it can",
            "  answer, and beside mailers?"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet bench freshness",
            "  makolet bench freshness --json freshness.json",
            "  makolet bench segments",
            "  makolet bench job-state --json job-state.json",
            "  makolet bench job-state --customers 100000",
            "  makolet bench deadline --json deadline.json",
            "  makolet bench deadline --customers 50000 --minutes 8",
            "  makolet bench publish --customers 50000 --json publish.json",
            "  makolet bench publish --customers 50000 --past 5000",
            "  makolet bench read-vs-echo --json read-vs-echo.json",
            "  makolet bench read-vs-echo --customers 20000 --pairs 5 --seconds 2",
            "  makolet bench read-vs-redis --json read-vs-redis.json",
            "  makolet bench stream-vs-unary --json stream-vs-unary.json",
            "  makolet bench overload --json overload.json"
        })
final class BenchCommand implements Callable<Integer> {

    private static final FreshnessBenchmark.Settings STANDARD = FreshnessBenchmark.Settings.STANDARD;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "freshness, segments, job-state, deadline, publish, read-vs-echo, read-vs-redis,"
                    + " stream-vs-unary, overload")
    private String name = "";

    @Option(names = "--json", paramLabel = "FILE", description = "writes the report there")
    private @Nullable Path json;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "measure the system that runs there, by the wall's clock")
    private @Nullable Path home;

    @Option(names = "--rate", defaultValue = "2000", paramLabel = "N", description = "events per second")
    private double rate = STANDARD.perSecond();

    @Option(
            names = "--seconds",
            defaultValue = "60",
            paramLabel = "N",
            description = "how long is measured; of the last four, each turn: 4 unless told")
    private double seconds = STANDARD.seconds();

    @Option(
            names = "--customers",
            defaultValue = "20000",
            paramLabel = "N",
            description = "how many customers; 1,000,000 unless told of all but freshness")
    private int customers = STANDARD.customers();

    @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "rounds of job-state")
    private int rounds = JobStateBenchmark.Settings.STANDARD.rounds();

    @Option(
            names = "--pairs",
            defaultValue = "7",
            paramLabel = "N",
            description = "turns of read-vs-echo, read-vs-redis, stream-vs-unary, overload")
    private int pairs = ReadVsEchoBenchmark.Settings.STANDARD.pairs();

    @Option(
            names = "--minutes",
            defaultValue = "15",
            paramLabel = "N",
            description = "length of deadline's memberships: all that comes before must fit")
    private int minutes = DeadlineBenchmark.Settings.STANDARD.windowMinutes();

    @Option(
            names = "--past",
            defaultValue = "0",
            paramLabel = "N",
            description = "the segment that publish brings asks for what nobody asked for before: its past is read in,"
                    + " so many events per second at most")
    private int past;

    @Override
    public Integer call() throws Exception {
        return switch (name) {
            case "freshness" -> freshness();
            case "segments" -> segments();
            case "job-state" -> jobState();
            case "deadline" -> deadline();
            case "publish" -> publish();
            case "read-vs-echo" -> readVsEcho();
            case "read-vs-redis" -> readVsRedis();
            case "stream-vs-unary" -> streamVsUnary();
            case "overload" -> overload();
            default ->
                throw new InvalidInput(
                        "benchmark '" + name
                                + "', expected freshness, segments, job-state, deadline, publish, read-vs-echo, read-vs-redis, stream-vs-unary or overload");
        };
    }

    private int segments() throws IOException {
        SegmentsReport report =
                new SegmentsBenchmark(SegmentsBenchmark.Settings.STANDARD, this::say).run("./makolet bench segments");
        write(report);
        PrintWriter out = spec.commandLine().getOut();
        print(out, "1 % of leaves touched", report.ratio(), report.sizes());
        report.ratios().forEach((which, ratio) -> print(out, which, ratio, report.outOfReach()));
        out.printf(
                Locale.ROOT,
                "host: a fixed loop ran in %.1f ms before and %.1f ms after%n",
                report.host().beforeMillis(),
                report.host().afterMillis());
        out.flush();
        return 0;
    }

    private int jobState() throws Exception {
        if (customers < 1 || rounds < 1) {
            throw new InvalidInput(
                    "--customers " + customers + " --rounds " + rounds + ", expected each to be 1 or more");
        }
        JobStateBenchmark.Settings standard = JobStateBenchmark.Settings.STANDARD;
        boolean told = spec.commandLine().getParseResult().hasMatchedOption("--customers");
        JobStateReport report = JobStateBench.run(
                standard.with(told ? customers : standard.customers(), rounds),
                "./makolet bench job-state"
                        + (told ? " --customers " + customers : "")
                        + (rounds == standard.rounds() ? "" : " --rounds " + rounds),
                this::say);
        write(report);
        JobStateBench.print(report, spec.commandLine().getOut());
        return 0;
    }

    private int deadline() throws Exception {
        if (customers < 1 || minutes < 1) {
            throw new InvalidInput(
                    "--customers " + customers + " --minutes " + minutes + ", expected each to be 1 or more");
        }
        DeadlineBenchmark.Settings standard = DeadlineBenchmark.Settings.STANDARD;
        boolean told = spec.commandLine().getParseResult().hasMatchedOption("--customers");
        DeadlineReport report = DeadlineBench.run(
                standard.withMembers(told ? customers : standard.members(), minutes),
                "./makolet bench deadline"
                        + (told ? " --customers " + customers : "")
                        + (minutes == standard.windowMinutes() ? "" : " --minutes " + minutes),
                this::say);
        write(report);
        DeadlineBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private int publish() throws Exception {
        if (customers < 1) {
            throw new InvalidInput("--customers " + customers + ", expected 1 or more");
        }
        boolean told = spec.commandLine().getParseResult().hasMatchedOption("--customers");
        PublishBenchmark.Settings standard = PublishBenchmark.Settings.STANDARD;
        BackfillCommand.check("--past", Math.max(1, past));
        PublishReport report = PublishBench.run(
                (told ? standard.withCrowd(customers) : standard).withPast(past),
                "./makolet bench publish"
                        + (told ? " --customers " + customers : "")
                        + (past > 0 ? " --past " + past : ""),
                this::say);
        write(report);
        PublishBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private int readVsEcho() throws Exception {
        ReadVsEchoReport report = ReadBench.run(
                reads(ReadVsEchoBenchmark.Settings.STANDARD), "./makolet bench read-vs-echo" + told(), this::say);
        write(report);
        ReadBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private int readVsRedis() throws Exception {
        ReadVsRedisReport report = ReadBench.runRedis(
                reads(ReadVsRedisBenchmark.STANDARD), "./makolet bench read-vs-redis" + told(), this::say);
        write(report);
        ReadBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private int streamVsUnary() throws Exception {
        StreamVsUnaryReport report = ReadBench.runStreams(
                reads(ReadVsEchoBenchmark.Settings.STANDARD), "./makolet bench stream-vs-unary" + told(), this::say);
        write(report);
        ReadBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private int overload() throws Exception {
        OverloadReport report = ReadBench.runOverload(
                reads(ReadVsRedisBenchmark.STANDARD), "./makolet bench overload" + told(), this::say);
        write(report);
        ReadBench.print(report, spec.commandLine().getOut());
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private ReadVsEchoBenchmark.Settings reads(ReadVsEchoBenchmark.Settings standard) {
        if (customers < 1 || pairs < 1 || !(seconds > 0)) {
            throw new InvalidInput("--customers " + customers + " --pairs " + pairs + " --seconds " + seconds
                    + ", expected 1 or more customers and pairs, and a positive time");
        }
        return standard.with(
                isTold("--customers") ? customers : standard.customers(),
                pairs,
                isTold("--seconds") ? seconds : standard.seconds());
    }

    private boolean isTold(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The options of sizes that were given, as they were given. */
    private String told() {
        StringBuilder options = new StringBuilder();
        for (String option : List.of("--customers", "--pairs", "--seconds")) {
            if (isTold(option)) {
                options.append(' ')
                        .append(option)
                        .append(' ')
                        .append(spec.commandLine()
                                .getParseResult()
                                .matchedOption(option)
                                .originalStringValues()
                                .get(0));
            }
        }
        return options.toString();
    }

    private static void print(PrintWriter out, String which, Ratios ratio, List<SegmentsReport.AtSize> sizes) {
        out.printf(
                Locale.ROOT,
                "%s: an event at 10,000 definitions costs %.2f times one at 10 (95 %%: %.2f to %.2f)%n",
                which,
                ratio.median(),
                ratio.ci95().get(0),
                ratio.ci95().get(1));
        Table table = new Table(
                "DEFINITIONS",
                "CPU US",
                "VIEW US",
                "FLIPS",
                "LEAVES TOUCHED",
                "LOOKED AT",
                "EVALUATED",
                "STATE BYTES",
                "COMPARED",
                "WRONG");
        for (SegmentsReport.AtSize size : sizes) {
            table.row(
                    Integer.toString(size.definitions()),
                    String.format(Locale.ROOT, "%.1f", size.nanos() / 1e3),
                    String.format(Locale.ROOT, "%.1f", size.viewNanos() / 1e3),
                    String.format(Locale.ROOT, "%.3f", size.flips()),
                    String.format(Locale.ROOT, "%.1f", size.touched()),
                    String.format(Locale.ROOT, "%.1f", size.lookedAt()),
                    String.format(Locale.ROOT, "%.1f", size.evaluated()),
                    Long.toString(size.stateBytes()),
                    Long.toString(size.compared()),
                    Long.toString(size.wrong()));
        }
        table.print(out);
    }

    private void write(Object report) throws IOException {
        if (json != null) {
            ObjectWriter writer = new ObjectMapper().writerWithDefaultPrettyPrinter();
            Files.writeString(json, writer.writeValueAsString(report) + "\n");
        }
    }

    private int freshness() throws Exception {
        if (!(rate >= 1) || !(seconds >= 1) || customers < 1) {
            throw new InvalidInput("--rate " + rate + " --seconds " + seconds + " --customers " + customers
                    + ", expected each to be 1 or more");
        }
        FreshnessReport report = home == null ? onItsOwn() : measure(home, Endpoints.of(home));
        write(report);
        print(report);
        return report.isVoid() ? ErrorMessages.FAILED : 0;
    }

    private FreshnessReport onItsOwn() throws Exception {
        Path temporary = Files.createTempDirectory("makolet-bench");
        try (SeparateSystem system = SeparateSystem.start(temporary, this::say)) {
            say("published " + Example.find().publish(temporary).definitions().size() + " definitions");
            return measure(temporary, system.endpoints());
        } finally {
            Folders.delete(temporary);
        }
    }

    private FreshnessReport measure(Path folder, Endpoints endpoints) throws Exception {
        FreshnessBenchmark.Settings settings = new FreshnessBenchmark.Settings(
                rate,
                customers,
                Math.min(rate, STANDARD.sampledPerSecond()),
                STANDARD.warmUpSeconds(),
                seconds,
                STANDARD.floorSeconds());
        return new FreshnessBenchmark(endpoints.target(folder), settings, this::say).run(command());
    }

    private String command() {
        return "./makolet bench " + name
                + (rate == STANDARD.perSecond() ? "" : " --rate " + rate)
                + (seconds == STANDARD.seconds() ? "" : " --seconds " + seconds)
                + (customers == STANDARD.customers() ? "" : " --customers " + customers);
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private void print(FreshnessReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "freshness at %.0f events/s, %d samples: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms%n",
                report.rate(),
                report.freshness().samples(),
                report.freshness().p50(),
                report.freshness().p99(),
                report.freshness().p999());
        out.printf(
                Locale.ROOT,
                "floor (producer, broker, consumer): p50 %.1f ms, p99 %.1f ms; ratio p50 %.2f, p99 %.2f%n",
                report.floor().p50(),
                report.floor().p99(),
                report.ratios().get("p50"),
                report.ratios().get("p99"));
        report.voidReasons().forEach(reason -> out.println("VOID: " + reason));
        out.flush();
    }
}
