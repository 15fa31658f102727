package io.makolet.local.replay;

import io.makolet.local.Clock;
import io.makolet.local.Endpoints;
import io.makolet.local.Failure;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.MappingException;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays files into the system that runs in a home, by the door of its serving node.
 *
 * <p>A replay that was cut off goes on where it ended when the same command is given again, and the
 * log ends up with the same events: a checkpoint in the home says through which instant all was sent, and the events
 * that were sent after it are found in the log.
 */
public final class SystemReplay {

    private static final String SOURCE = "import";
    private static final Duration LINGER = Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Consumer<String> out;
    private final WallClock clock = WallClock.SYSTEM;

    /** @param out takes lines for people */
    public SystemReplay(Path home, Consumer<String> out) {
        this.home = home;
        this.out = out;
    }

    /**
     * Sends a file.
     *
     * @throws InvalidInput if the file, the mapping or the options can't be used
     * @throws Failure if the system does not take or show the events
     */
    public ReplaySummary run(Path source, Path mappingFile, ReplayOptions options) {
        Endpoints endpoints = Endpoints.of(home);
        try (SystemEnd end = SystemEnd.interrupting(Thread.currentThread(), endpoints.pid())) {
            return end.explain(() -> send(source, mappingFile, options, endpoints));
        } catch (MappingException e) {
            throw new InvalidInput(String.valueOf(e.getMessage()));
        } catch (EventLogException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new InvalidInput("can't read or write: " + e);
        }
    }

    private ReplaySummary send(Path source, Path mappingFile, ReplayOptions options, Endpoints endpoints)
            throws IOException {
        if (!Files.isRegularFile(mappingFile)) {
            throw new InvalidInput(mappingFile + " is no file, expected a mapping in YAML");
        }
        EventFile file = EventFile.open(source, Mapping.load(mappingFile));
        if (!file.ordered()) {
            out.accept(source + " is not in order of time: it is sorted in memory");
        }
        long until = options.until() == null ? Long.MAX_VALUE : options.until().toEpochMilli();
        if (options.strict()) {
            checkRows(file, until);
        }
        ReplayCheckpoint checkpoint = new ReplayCheckpoint(home, source, mappingFile);
        boolean logClock = endpoints.clock().equals(Clock.LOG.word());
        RegistryConfig registryConfig = RegistryConfig.of(endpoints.registry()).withCache(home.resolve("schemas"));
        try (ConfluentRegistry registry = new ConfluentRegistry(registryConfig);
                LogTail tail = new LogTail(endpoints.kafka(), registry);
                ServingProgress serving = new ServingProgress(endpoints.grpc());
                RowTally rows = new RowTally(options.shown(), options.strict(), options.rejects(), out)) {
            Start start = start(source, options, checkpoint, tail, logClock ? serving : null, file);
            Replay.Plan plan = new Replay.Plan(
                    options.speed(),
                    start.from(),
                    start.known(),
                    until,
                    logClock,
                    options.duplicates(),
                    options.shuffle(),
                    options.seed());
            Replay.Outcome outcome;
            RefusedEvents refused = new RefusedEvents(file, rows, options.strict());
            try (refused;
                    EventLog log = new IngestEventLog(
                            endpoints.grpc(),
                            SOURCE,
                            () -> new KafkaEventLog(endpoints.kafka(), registry, SOURCE, LINGER),
                            refused)) {
                ReplayProgress progress = new ReplayProgress(clock, out);
                SafePosition position = new SafePosition(start.position());
                Replay.Checkpoint saved =
                        (through, latest) -> save(checkpoint, through, position.at(through, latest, tail.position()));
                outcome = new Replay(file, plan, log, clock, saved, progress).run(rows);
                save(checkpoint, outcome.reachedMillis(), LogPosition.NONE);
            }
            Instant asOf = options.await() ? await(serving, outcome, logClock) : null;
            return summary(rows, outcome, asOf);
        }
    }

    /**
     * Where to begin.
     *
     * @param position before it lies no event that is later than {@code from} and was sent by a replay of this file
     */
    private record Start(long from, Appended known, LogPosition position) {}

    private Start start(
            Path source,
            ReplayOptions options,
            ReplayCheckpoint checkpoint,
            LogTail tail,
            @Nullable ServingProgress logClock,
            EventFile file)
            throws IOException {
        if (options.from() != null) {
            return new Start(options.from().toEpochMilli(), Appended.NOTHING, tail.position());
        }
        if (options.again()) {
            return new Start(Long.MIN_VALUE, Appended.NOTHING, tail.position());
        }
        Optional<ReplayCheckpoint.Sent> before = checkpoint.read();
        if (before.isPresent()) {
            ReplayCheckpoint.Sent sent = before.get();
            if (!checkpoint.sameMapping(sent)) {
                throw new InvalidInput(source + " was sent through " + sent.instant()
                        + " with another mapping, expected --from " + sent.instant()
                        + " to go on from there or --again to send it from its beginning");
            }
            out.accept(source + " was sent through " + sent.instant() + " before: going on from there");
            LogPosition position = new LogPosition(sent.position());
            return position.equals(LogPosition.NONE)
                    ? new Start(sent.sentThrough(), Appended.NOTHING, tail.position())
                    : new Start(sent.sentThrough(), tail.since(position), position);
        }
        Optional<Instant> reached = logClock == null ? Optional.empty() : logClock.asOf();
        Instant first = Instant.ofEpochMilli(file.firstMillis());
        if (reached.isPresent() && reached.get().isAfter(first)) {
            throw new InvalidInput(source + " begins at " + first + ", but the system's log has reached "
                    + reached.get() + ", expected --from " + reached.get()
                    + " to send what is later or --again to send all of it");
        }
        return new Start(Long.MIN_VALUE, Appended.NOTHING, tail.position());
    }

    private static void checkRows(EventFile file, long until) throws IOException {
        try (RowTally rows = new RowTally(0, true, null, line -> {});
                EventFile.Events events = file.read(until, rows)) {
            while (events.next() != null) {
                // Nothing is sent before every row was seen to be sound.
            }
        }
    }

    private static void save(ReplayCheckpoint checkpoint, long through, LogPosition position) {
        try {
            checkpoint.write(through, position);
        } catch (IOException e) {
            throw new UncheckedIOException("how far the replay is can't be written: " + e.getMessage(), e);
        }
    }

    private @Nullable Instant await(ServingProgress serving, Replay.Outcome outcome, boolean logClock) {
        if (outcome.reachedMillis() == Long.MIN_VALUE) {
            return null;
        }
        Instant through = Instant.ofEpochMilli(logClock ? outcome.reachedMillis() : clock.millis());
        return serving.await(through, PATIENCE, clock)
                .orElseThrow(() -> new Failure("the serving node does not get to " + through + " within "
                        + PATIENCE.toSeconds() + " s without progress; see: makolet status"));
    }

    private static ReplaySummary summary(RowTally rows, Replay.Outcome outcome, @Nullable Instant asOf) {
        double seconds = Math.max(outcome.seconds(), 1e-3);
        return new ReplaySummary(
                rows.rowCount(),
                outcome.sent(),
                rows.rejectedCount(),
                rows.filteredCount(),
                outcome.passedOver(),
                Math.round(seconds * 1000) / 1000.0,
                Math.round(outcome.sent() / seconds),
                outcome.reachedMillis() == Long.MIN_VALUE
                        ? null
                        : Instant.ofEpochMilli(outcome.reachedMillis()).toString(),
                asOf == null ? null : asOf.toString());
    }
}
