package io.makolet.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.local.HomeOption;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.TimeFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet replay}. */
@Command(
        name = "replay",
        description = {
            "Sends a file's events into the running system in order of event time.",
            "Given again after it was cut off, or with a later --until, it goes on where it ended."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet replay orders.csv.gz --mapping mapping.yaml",
            "  makolet replay orders.csv.gz --mapping mapping.yaml --until 2011-06-30T00:00:00Z --json"
        })
public final class ReplayCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV or NDJSON, also packed with gzip")
    private Path file = Path.of("");

    @Option(names = "--mapping", required = true, paramLabel = "M", description = "YAML: how rows become events")
    private Path mapping = Path.of("");

    @Option(
            names = "--speed",
            defaultValue = "max",
            paramLabel = "max|N",
            description = "N times real time; default: as fast as can be")
    private String speed = "max";

    @Option(
            names = "--until",
            paramLabel = "T",
            description =
                    "stop there; under --clock log the system's time then stands at T (UTC where no zone is given)")
    private @Nullable String until;

    @Option(names = "--from", paramLabel = "T", description = "pass over rows up to and including T")
    private @Nullable String from;

    @Option(names = "--again", description = "send also what was sent before")
    private boolean again;

    @Option(names = "--no-wait", description = "do not wait until the system answers for all that was sent")
    private boolean noWait;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--strict",
            description = "a broken row is an error, and nothing is sent; one that the node refuses is the end")
    private boolean strict;

    @Option(names = "--rejects", paramLabel = "FILE", description = "takes the broken rows, one JSON object per line")
    private @Nullable Path rejects;

    @Option(names = "--show", defaultValue = "10", paramLabel = "N", description = "how many broken rows are shown")
    private int show = 10;

    @Option(names = "--duplicates", defaultValue = "0", paramLabel = "P", description = "for tests: share sent twice")
    private double duplicates;

    @Option(names = "--shuffle", paramLabel = "D", description = "for tests: events come up to D late, such as 30m")
    private @Nullable String shuffle;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "of --duplicates and --shuffle")
    private long seed = 1;

    @Option(names = "--json", description = "print the summary as one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (again && from != null) {
            throw new InvalidInput("--again with --from, expected one of them");
        }
        if (!(duplicates >= 0 && duplicates <= 1)) {
            throw new InvalidInput("--duplicates " + duplicates + ", expected a share from 0 to 1");
        }
        ReplayOptions options = new ReplayOptions(
                speed(),
                instant("--from", from),
                instant("--until", until),
                again,
                !noWait,
                duplicates,
                duration(shuffle),
                seed,
                strict,
                rejects,
                show);
        ReplaySummary summary = new SystemReplay(home.path(), line -> {
                    err.println(line);
                    err.flush();
                })
                .run(file, mapping, options);
        print(out, summary);
        return 0;
    }

    private void print(PrintWriter out, ReplaySummary summary) {
        if (json) {
            try {
                out.println(new ObjectMapper().writeValueAsString(summary));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d rows, %,d events in %.1f s (%,.0f/s), %,d rejected, %,d passed over%n",
                    summary.rows(),
                    summary.events(),
                    summary.seconds(),
                    summary.eventsPerSecond(),
                    summary.rejected(),
                    summary.skipped());
            out.println("the log is complete through " + summary.until()
                    + (summary.asOf() == null ? "" : "; the system answers as of " + summary.asOf()));
        }
        out.flush();
    }

    private double speed() {
        if (speed.equals("max")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double times = Double.parseDouble(speed);
            if (times > 0) {
                return times;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidInput("--speed " + speed + ", expected max or a number above 0");
    }

    private static @Nullable Instant instant(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(TimeFormat.iso().parse(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(option + " " + text + ", expected a time such as 2011-06-30T00:00:00Z");
        }
    }

    private static Duration duration(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw new InvalidInput("--shuffle " + text + ", expected a duration such as 30m");
    }
}
