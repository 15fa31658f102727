package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.avro.Product;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.ProductFeed;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Puts folders of definitions, with their products, into force in the system that runs in a home. */
public final class Publishing {

    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);

    private final Path home;
    private final String kafka;
    private final RegistryConfig schemas;

    private Publishing(Path home, String kafka, RegistryConfig schemas) {
        this.home = home;
        this.kafka = kafka;
        this.schemas = schemas;
    }

    /**
     * What was published.
     *
     * @param definitions new versions
     * @param unchanged how many definitions were published already just as they are
     * @param products how many products are new or changed
     * @param unchangedProducts how many products were published already just as they are
     */
    public record Result(List<Definition> definitions, int unchanged, int products, int unchangedProducts) {}

    static Publishing into(Path home, String kafka, RegistryConfig schemas) {
        return new Publishing(home, kafka, schemas);
    }

    /** Into the system that runs in a home. */
    public static Publishing into(Path home) {
        Endpoints endpoints = Endpoints.of(home);
        Path folder = home.toAbsolutePath().normalize();
        return new Publishing(
                folder,
                endpoints.kafka(),
                RegistryConfig.of(endpoints.registry()).withCache(folder.resolve("schemas")));
    }

    /**
     * Publishes what is new or changed, and reads it back.
     *
     * @param drafts what the folder's files came to
     * @throws InvalidInput if a live definition that is not in the folder would break, or the product file is wrong
     */
    public Result publish(Path folder, Drafts drafts) throws IOException {
        Instant now = now();
        Optional<Path> file = ProductFeed.beside(folder);
        List<Product> products = file.isEmpty() ? List.of() : new ProductFile(file.get(), currency(drafts)).read(now);
        return alone(writer -> publish(drafts, products, now, writer));
    }

    /**
     * Ends a definition, and reads that back.
     *
     * @param name its id, or kind/id
     * @return the version that ends it
     * @throws InvalidInput if there is none that is live, or a live definition needs it
     */
    Definition retire(String name) throws IOException {
        return next(log -> LifeCycle.retire(log, name, now().toEpochMilli()));
    }

    /**
     * Publishes again what an earlier version of a definition said, and reads that back.
     *
     * @param name its id, or kind/id
     * @param to the earlier version; empty for the last one that said something else
     * @return the new version
     * @throws InvalidInput if there is no such version, or it does not fit to what is live
     */
    Definition rollback(String name, OptionalInt to) throws IOException {
        return next(log -> LifeCycle.rollback(log, name, to, now().toEpochMilli()));
    }

    private Definition next(Function<DefinitionLog, Definition> step) throws IOException {
        return alone(writer -> {
            DefinitionLog before = DefinitionLog.read(kafka, schemas);
            List<Definition> next = List.of(step.apply(before));
            writer.write(next, before, past(before, next));
            requirePublished(next);
            return next.get(0);
        });
    }

    /** A backfill has read everything. */
    void backfilled(Backfill live) throws IOException {
        DefinitionLog unused = alone(writer -> {
            DefinitionLog before = DefinitionLog.read(kafka, schemas);
            boolean needed = before.warming().stream().anyMatch(known -> known.getNumber() == live.getNumber());
            writer.write(List.of(), before, needed ? List.of(live) : List.of());
            return readUntil(log -> log.warming().stream().noneMatch(known -> known.getNumber() == live.getNumber()));
        });
    }

    /** Backfills that begin or end with definitions. Where the log holds no event, there is no past. */
    private List<Backfill> past(DefinitionLog before, List<Definition> changed) throws IOException {
        List<Backfill> backfills = PastPlan.after(before, changed, now());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            BackfillOffsets offsets = new BackfillOffsets(admin);
            var partitions = offsets.partitions(Topic.EVENTS);
            boolean hasPast = !offsets.beginnings(partitions).equals(offsets.ends(partitions));
            return hasPast
                    ? backfills
                    : backfills.stream().filter(b -> !isWarming(b)).toList();
        } catch (ExecutionException e) {
            throw new Failure("the broker does not tell what the log holds: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while publishing", e);
        }
    }

    private static boolean isWarming(Backfill backfill) {
        return backfill.getStatus().equals(ListCommand.word(Definition.Status.WARMING));
    }

    /** The time of day, in milliseconds. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What is done with the pen in hand. */
    private interface Work<T> {
        T with(DefinitionWriter writer) throws IOException;
    }

    /** Others of this home wait for their turn; of two from elsewhere, the one who began first is refused. */
    private <T> T alone(Work<T> work) throws IOException {
        try (FileChannel channel =
                FileChannel.open(home.resolve("publish.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            try (DefinitionWriter writer = new DefinitionWriter(kafka, schemas)) {
                return work.with(writer);
            }
        } catch (OverlappingFileLockException e) {
            throw new Failure("another thread of this process is publishing, expected one at a time", e);
        }
    }

    /**
     * Waits until the stream job counts what all that is published asks for, as a checkpoint of it tells. What happens before
     * the first definitions of a system come into force counts only if it was in the log before they were published.
     *
     * @return false if the job did not get there in time
     */
    public boolean awaitInForce(Duration patience) throws Exception {
        TopicPartition definitions = new TopicPartition(Topic.DEFINITIONS.topicName(), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            BackfillOffsets offsets = new BackfillOffsets(admin);
            Map<TopicPartition, Long> ends = offsets.behindRecords(
                    Map.of(definitions, DefinitionLog.read(kafka, schemas).lastOffset() + 1));
            return Patience.of(patience).until(() -> offsets.jobHasRead(ends));
        }
    }

    private Result publish(Drafts drafts, List<Product> products, Instant now, DefinitionWriter writer)
            throws IOException {
        DefinitionLog before = DefinitionLog.read(kafka, schemas);
        List<String> broken = ProfileUse.brokenBy(drafts.drafts(), before.live());
        if (!broken.isEmpty()) {
            throw new InvalidInput(String.join("; ", broken));
        }
        Publication publication = Publication.of(drafts.drafts(), before, now.toEpochMilli());
        Map<String, Product> known = products();
        List<Product> changed = products.stream()
                .filter(product -> !isSame(product, known.get(product.getProductId())))
                .toList();
        writer.write(publication.changed(), before, past(before, publication.changed()));
        try (Publisher publisher = new Publisher(kafka, schemas)) {
            publisher.products(changed);
        }
        requirePublished(publication.changed());
        return new Result(
                publication.changed(), publication.unchanged(), changed.size(), products.size() - changed.size());
    }

    private void requirePublished(List<Definition> expected) throws IOException {
        DefinitionLog after = readUntil(log -> expected.stream().allMatch(definition -> shows(log, definition)));
        for (Definition definition : expected) {
            if (!shows(after, definition)) {
                throw new Failure("the log shows another " + definition.key() + " than was published, expected version "
                        + definition.version());
            }
        }
    }

    private static boolean shows(DefinitionLog log, Definition definition) {
        return log.find(definition.key()).equals(Optional.of(definition));
    }

    /** The broker says that a transaction is committed before readers of what is committed see it: reads until they do. */
    private DefinitionLog readUntil(Predicate<DefinitionLog> shown) throws IOException {
        long deadline = System.nanoTime() + SHOWN_WITHIN.toNanos();
        DefinitionLog log = DefinitionLog.read(kafka, schemas);
        while (!shown.test(log) && System.nanoTime() < deadline) {
            log = DefinitionLog.read(kafka, schemas);
        }
        return log;
    }

    private Map<String, Product> products() throws IOException {
        Map<String, Product> products = new HashMap<>();
        try (ConfluentRegistry registry = new ConfluentRegistry(schemas)) {
            new TopicTable(Topic.PRODUCTS, kafka, new RecordReader(registry)).forEach((key, value) -> {
                if (value instanceof Product product) {
                    products.put(key, product);
                } else {
                    products.remove(key);
                }
            });
        }
        return products;
    }

    private static boolean isSame(Product product, @Nullable Product before) {
        return before != null
                && product.equals(Product.newBuilder(before)
                        .setUpdatedAt(product.getUpdatedAt())
                        .build());
    }

    /** The one currency of all offers; empty if there are several or none. */
    private static Optional<String> currency(Drafts drafts) {
        Set<String> currencies = drafts.drafts().stream()
                .map(Draft::body)
                .map(body -> body instanceof Definition.OfferBody offer
                        ? offer.offer().currency()
                        : null)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return currencies.size() == 1 ? currencies.stream().findFirst() : Optional.empty();
    }
}
