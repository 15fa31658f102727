package io.makolet.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.local.demo.Demo;
import io.makolet.local.demo.DemoCheck;
import io.makolet.local.demo.DemoReport;
import io.makolet.local.demo.Example;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet demo}: a real shop's year, and its customers who go on shopping. */
@Command(
        name = "demo",
        description = {
            "Starts everything, replays a real shop's year into it in seconds, and goes on with live traffic.",
            "With --check: does the same in a temporary home on free ports, checks what it answers, prints one",
            "JSON object and stops; the exit code is 0 only if all is right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet demo", "  makolet demo --times 200", "  makolet demo --check"})
final class DemoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(names = "--check", description = "check a temporary system and stop")
    private boolean check;

    @Option(names = "--times", defaultValue = "1", paramLabel = "N", description = "N times the live traffic")
    private double times = 1;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "seed of the live traffic")
    private long seed = 1;

    @Option(
            names = "--state",
            paramLabel = "heap|rocksdb",
            description = "where the job keeps its state (default: rocksdb)")
    private StateBackend state = StateBackend.ROCKSDB;

    @Option(
            names = "--example",
            paramLabel = "DIR",
            description = "definitions, products, mapping and orders (default: examples/online-retail)")
    private @Nullable Path exampleFolder;

    @Override
    public Integer call() throws Exception {
        if (!(times > 0 && times <= 10_000)) {
            throw new InvalidInput("--times " + times + ", expected a number above 0 and up to 10000");
        }
        Example example = exampleFolder == null ? Example.find() : new Example(exampleFolder);
        return check ? check(example) : stay(example);
    }

    private int stay(Example example) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ConsoleProgress progress = new ConsoleProgress(out);
        AtomicBoolean stopping = new AtomicBoolean();
        StopSignal stop = StopSignal.install(() -> {
            stopping.set(true);
            out.println("stopping, once more ends at once");
            out.flush();
        });
        LocalConfig config = LocalConfig.in(home.path())
                .withPorts(ports.ports())
                .withClock(Clock.LOG)
                .withState(state);
        Logging.toFile(home.path());
        try (LocalSystem system = LocalSystem.start(config, progress)) {
            progress.up(system.endpoints());
            Demo demo = new Demo(home.path(), system.endpoints(), example, out::println);
            demo.fill();
            CompletableFuture<Void> live = CompletableFuture.runAsync(() -> live(demo, stopping));
            demo.suggestions().forEach(out::println);
            out.flush();
            live.exceptionally(problem -> {
                progress.notice("traffic", "ended: " + problem);
                return null;
            });
            stop.await();
            live.handle((done, problem) -> null).join();
        }
        progress.down();
        LogManager.shutdown();
        return 0;
    }

    private void live(Demo demo, AtomicBoolean stopping) {
        try {
            demo.live(times, seed, stopping::get);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private int check(Example example) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        ConsoleProgress progress = new ConsoleProgress(err);
        Path temporary = Files.createTempDirectory("makolet-demo");
        try {
            LocalConfig config = LocalConfig.in(temporary)
                    .withPorts(Ports.free())
                    .withClock(Clock.LOG)
                    .withState(state);
            Logging.toFile(temporary);
            DemoReport report;
            try (LocalSystem system = LocalSystem.start(config, progress)) {
                progress.up(system.endpoints());
                report = new DemoCheck(temporary, system.endpoints(), example, line -> {
                            err.println(line);
                            err.flush();
                        })
                        .run(secondsSinceStart(), seed);
            }
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(report));
            return report.ok() ? 0 : ErrorMessages.FAILED;
        } finally {
            LogManager.shutdown();
            Folders.delete(temporary);
        }
    }

    /** Of this Java machine: before it, the script may have built for minutes. */
    private static double secondsSinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }
}
