package io.makolet.local;

import io.makolet.local.demo.Example;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet up}: the whole system, in the foreground. */
@Command(
        name = "up",
        description = {
            "Starts everything on this machine, in the foreground: broker, schema registry, job, serving node.",
            "Data is kept in the home and found again at the next start. Ctrl-C stops cleanly.",
            "With --site: also publishes the example shop's definitions, and shows a page of it to try in a browser."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet up",
            "  makolet up --site",
            "  makolet up --home /var/lib/makolet --port-base 19400",
            "  makolet up --home /tmp/history --clock log --free-ports"
        })
final class UpCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);
    private static final int MOST_PARALLELISM = 64;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--clock",
            paramLabel = "wall|log",
            description =
                    "what now is: the time of day, or for replays of history the log's event time (default: wall)")
    private Clock clock = Clock.WALL;

    @Option(
            names = "--state",
            paramLabel = "heap|rocksdb",
            description = "where the job keeps its state, fixed when a home is made (default: rocksdb)")
    private StateBackend state = StateBackend.ROCKSDB;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "tasks of each stage of the job; a home may be opened with another number"
                    + " (default: half of the processors)")
    private int parallelism = LocalConfig.USUAL_PARALLELISM;

    @Option(names = "--site", description = "publish the example shop, and show a page of it (needs --clock wall)")
    private boolean site;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws Exception {
        if (parallelism < 1 || parallelism > MOST_PARALLELISM) {
            throw new InvalidInput("--parallelism " + parallelism + ", expected 1 to " + MOST_PARALLELISM);
        }
        if (site && clock != Clock.WALL) {
            throw new InvalidInput("--site with --clock log, expected --clock wall: visitors come now");
        }
        PrintWriter out = spec.commandLine().getOut();
        ConsoleProgress progress = new ConsoleProgress(out);
        StopSignal stop = StopSignal.install(() -> {
            out.println("stopping, once more ends at once");
            out.flush();
        });
        LocalConfig config = LocalConfig.in(home.path())
                .withPorts(ports.ports())
                .withClock(clock)
                .withState(state)
                .withParallelism(parallelism);
        if (site) {
            config = config.withSite(Example.find().site());
        }
        Logging.toFile(home.path());
        try (LocalSystem system = LocalSystem.start(config, progress)) {
            while (!system.ready() && !stop.within(POLL)) {
                LOG.debug("Not ready yet");
            }
            progress.up(system.endpoints());
            if (site) {
                Example.find().publish(home.path());
                // A click that comes before the definitions would not count.
                if (!Publishing.into(home.path()).awaitInForce(IN_FORCE_WITHIN)) {
                    out.println("the job has not taken up the shop's definitions yet: the first clicks may not count");
                }
                out.println("the shop is at " + system.endpoints().http() + "/site/index.html, from right to left at "
                        + system.endpoints().http() + "/site/he.html");
                out.flush();
            }
            stop.await();
        } catch (Exception e) {
            // Ctrl-C reaches the registry too, and a start that is under way then fails.
            if (!stop.raised()) {
                LOG.error("The system could not be started", e);
                throw e;
            }
        }
        progress.down();
        LogManager.shutdown();
        return 0;
    }
}
