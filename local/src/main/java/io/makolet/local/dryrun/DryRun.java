package io.makolet.local.dryrun;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Transition;
import io.makolet.flink.DryRunJob;
import io.makolet.flink.History;
import io.makolet.local.Failure;
import io.makolet.local.Folders;
import io.makolet.local.Revision;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries definitions on files of events: the same job as in production, in event time, over what was. */
final class DryRun {

    private static final long SAY_EVERY = 250_000;

    private final Revision revision;
    private final boolean compares;
    private final List<String> languages;
    private final List<AsOf> instants;
    private final Sample sample;
    private final Consumer<String> out;
    private final Set<String> customers = new HashSet<>();

    /** Definitions alone. */
    static DryRun of(List<Definition> definitions, List<AsOf> instants, Sample sample, Consumer<String> out) {
        return new DryRun(new Revision(List.of(), definitions), false, List.of(), instants, sample, out);
    }

    /**
     * Definitions, compared with others.
     *
     * @param languages wanted for reasons, best first
     */
    static DryRun against(
            Revision revision, List<String> languages, List<AsOf> instants, Sample sample, Consumer<String> out) {
        return new DryRun(revision, true, languages, instants, sample, out);
    }

    /**
     * @param instants at least one, in order of time
     * @param out takes lines about the progress
     */
    private DryRun(
            Revision revision,
            boolean compares,
            List<String> languages,
            List<AsOf> instants,
            Sample sample,
            Consumer<String> out) {
        this.revision = revision;
        this.compares = compares;
        this.languages = languages;
        this.instants = instants;
        this.sample = sample;
        this.out = out;
    }

    /** Counts what could not be applied beside the transitions. */
    private static final class Book implements DryRunJob.Listener {
        private final MemberBook members;
        private final Consumer<String> out;
        private long refused;

        Book(MemberBook members, Consumer<String> out) {
            this.members = members;
            this.out = out;
        }

        @Override
        public void transition(String customerId, Transition transition) {
            members.add(customerId, transition);
        }

        @Override
        public void refused(String reason) {
            refused++;
            if (refused == 1) {
                out.accept("an event was refused: " + reason);
            }
        }
    }

    /**
     * Runs.
     *
     * @param rows counts rows and is told what is no event
     * @param members takes a row for each membership, or null
     */
    DryRunReport run(List<Path> files, Mapping mapping, Tally rows, @Nullable Path members) throws IOException {
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("makolet-dry-run");
        try {
            History history = history(files, mapping, rows, folder.resolve("history"));
            say("%,d events read, running the job over them", history.events());
            Book book = apply(revision.after(), history, folder.resolve("after"));
            List<Contrast> against = null;
            if (compares) {
                out.accept("running the job with the definitions that are compared with");
                MemberBook before = apply(revision.before(), history, folder.resolve("before")).members;
                against = contrast(files, mapping, before, book.members);
            }
            if (members != null) {
                try (Writer csv = Files.newBufferedWriter(members)) {
                    book.members.writeMembers(csv);
                }
            }
            return new DryRunReport(
                    customers.size(),
                    history.events(),
                    book.refused,
                    rows.brokenCount(),
                    sample.share(),
                    Math.round((System.nanoTime() - start) / 1e7) / 100.0,
                    book.members.atInstants(sample, customers.size()),
                    book.members.perDay(),
                    against);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure("the dry-run failed: " + e.getMessage(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    /** Counts rows that are no events. */
    interface Tally extends RowReport {
        long brokenCount();
    }

    private Book apply(List<Definition> definitions, History history, Path folder) throws Exception {
        List<String> segments = definitions.stream()
                .filter(definition -> definition.body() instanceof SegmentBody)
                .map(Definition::id)
                .toList();
        Book book = new Book(new MemberBook(instants, segments), out);
        if (history.events() > 0) {
            Files.createDirectory(folder);
            DryRunJob job = new DryRunJob(history, definitions, end(), Files.createDirectory(folder.resolve("out")));
            new BoundedJob(folder, read -> say("%,d of %,d events through", read, history.events())).run(job);
            job.tell(book);
        }
        return book;
    }

    /** The files are read once more, for the events of the few who are shown: all at once might not fit. */
    private List<Contrast> contrast(List<Path> files, Mapping mapping, MemberBook before, MemberBook after)
            throws IOException {
        Set<String> asked = Contrast.asked(instants, revision, before, after);
        Map<String, List<Event>> shown = new HashMap<>();
        try (EventFiles events = EventFiles.open(files, mapping, end(), row -> {})) {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (asked.contains(event.customerId())) {
                    shown.computeIfAbsent(event.customerId(), id -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        return Contrast.of(instants, revision, before, after, new Reasons(revision, shown, languages));
    }

    private History history(List<Path> files, Mapping mapping, RowReport rows, Path file) throws IOException {
        try (EventFiles events = EventFiles.open(files, mapping, end(), rows);
                History.Writer writer = new History.Writer(file)) {
            long read = 0;
            for (Event event = events.next(); event != null; event = events.next()) {
                if (++read % SAY_EVERY == 0) {
                    say("%,d events of the files read", read);
                }
                if (sample.has(event.customerId())) {
                    customers.add(event.customerId());
                    writer.add(event);
                }
            }
            return writer.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void say(String format, Object... values) {
        out.accept(String.format(Locale.ROOT, format, values));
    }

    private long end() {
        return instants.get(instants.size() - 1).millis();
    }
}
