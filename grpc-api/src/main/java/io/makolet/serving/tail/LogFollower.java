package io.makolet.serving.tail;

import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.StoreBatch;
import io.makolet.serving.store.ViewStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log over one connection: what the records say is done to the store and the catalog. For one thread. */
public final class LogFollower {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long CHECK_EVERY_MILLIS = 10_000;
    private static final long LAG_EVERY_MILLIS = 250;

    private final ViewStore store;
    private final Readiness readiness;
    private final TailMeters meters;
    private final LongSupplier wallClock;
    private final ViewFold views;
    private final ErasureFold erasures;
    private final CatalogFold catalog;

    /**
     * @param wallClock milliseconds UTC
     */
    public LogFollower(
            ViewStore store,
            SchemaRegistry registry,
            CurrentCatalog catalog,
            Readiness readiness,
            TailMeters meters,
            LongSupplier wallClock) {
        this.store = store;
        this.readiness = readiness;
        this.meters = meters;
        this.wallClock = wallClock;
        RecordReader reader = new RecordReader(registry);
        this.views = new ViewFold(reader);
        this.erasures = new ErasureFold(reader);
        this.catalog = new CatalogFold(reader, catalog);
    }

    /** Takes into memory what an earlier run kept. */
    void load() {
        catalog.load(store);
    }

    /** Follows until something fails, or until the store and the log no longer go together. */
    void follow(LogConnection log) {
        LogLayout layout = log.describeViews();
        List<TopicPartition> partitions = log.partitions();
        Map<TopicPartition, Long> goal = new HashMap<>(log.ends(partitions));
        begin(log, layout, partitions, goal);
        long nextCheck = wallClock.getAsLong() + CHECK_EVERY_MILLIS;
        long nextLag = 0;
        boolean fits = true;
        while (fits && !store.damaged()) {
            take(log.poll(POLL));
            if (!goal.isEmpty()) {
                goal.keySet().removeAll(log.readTo(goal));
                if (goal.isEmpty()) {
                    arrive();
                }
            }
            long now = wallClock.getAsLong();
            if (now >= nextLag) {
                measureLag(log, layout.identity());
                nextLag = now + LAG_EVERY_MILLIS;
            }
            if (now >= nextCheck) {
                fits = check(log, layout, now);
                nextCheck = now + CHECK_EVERY_MILLIS;
            }
        }
    }

    private void begin(
            LogConnection log, LogLayout layout, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        LogIdentity identity = layout.identity();
        Map<TopicPartition, Long> offsets = new HashMap<>(log.beginnings(partitions));
        List<Misfit.Range> ranges = views(identity).stream()
                .map(view -> new Misfit.Range(offsets.getOrDefault(view, 0L), ends.getOrDefault(view, 0L)))
                .toList();
        Optional<String> misfit = Misfit.between(Misfit.Stored.of(store), layout, ranges, wallClock.getAsLong());
        if (misfit.isPresent()) {
            rebuild(misfit.get(), identity);
        }
        for (TopicPartition view : views(identity)) {
            offsets.merge(view, store.partition(view.partition()).offset(), Math::max);
        }
        meters.setPartitions(identity.partitions());
        catalog.begin();
        log.seek(offsets);
    }

    private void rebuild(String why, LogIdentity identity) {
        if (store.identity().isPresent()) {
            LOG.warn("The store is thrown away and built again from the log: {}", why);
            meters.countRebuild();
        }
        readiness.reload(why + ", the log is being read");
        catalog.clear();
        store.rebuildFor(identity);
    }

    /** Does what records say, all of it in one batch. */
    void take(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        StoreBatch batch = store.batch();
        Map<ViewFold.Outcome, Integer> outcomes = new EnumMap<>(ViewFold.Outcome.class);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                apply(record, batch).ifPresent(outcome -> outcomes.merge(outcome, 1, Integer::sum));
            } catch (PoisonException e) {
                passOver(record, e.reason());
            } catch (IllegalArgumentException e) {
                passOver(record, Reason.INVALID_VALUE);
            }
            if (record.topic().equals(Topic.CUSTOMER_VIEWS.topicName())) {
                batch.setPartition(
                        record.partition(), batch.partition(record.partition()).at(record.offset() + 1));
            }
        }
        write(batch);
        outcomes.forEach(meters::count);
    }

    private Optional<ViewFold.Outcome> apply(ConsumerRecord<byte[], byte[]> record, StoreBatch batch)
            throws PoisonException {
        Topic topic = Topic.named(record.topic()).orElseThrow();
        if (topic == Topic.CUSTOMER_VIEWS) {
            return Optional.of(views.apply(record, batch));
        }
        if (topic == Topic.ERASURES) {
            return erasures.apply(record, batch);
        }
        catalog.apply(topic, record, batch);
        return Optional.empty();
    }

    /** The log of this process says where it lies, not what it says: that may be personal. */
    private void passOver(ConsumerRecord<byte[], byte[]> record, Reason reason) {
        meters.countPoison(record.topic(), reason.code());
        LOG.warn(
                "Record {} of partition {} of {} is passed over: {}",
                record.offset(),
                record.partition(),
                record.topic(),
                reason.code());
    }

    /** All that was in the log is here. */
    void arrive() {
        StoreBatch batch = store.batch();
        catalog.end(store, batch);
        batch.setReadAt(wallClock.getAsLong());
        write(batch);
        readiness.caughtUp();
    }

    private void write(StoreBatch batch) {
        store.write(batch);
        catalog.publish();
    }

    /** Writes to disk what is not there yet, and looks whether this is still the log we took it for. */
    private boolean check(LogConnection log, LogLayout layout, long now) {
        store.flush();
        if (!log.describeViews().equals(layout)) {
            return false;
        }
        Map<TopicPartition, Long> ends = log.ends(views(layout.identity()));
        if (log.readTo(ends).size() == ends.size()) {
            StoreBatch batch = store.batch();
            batch.setReadAt(now);
            write(batch);
            return true;
        }
        return now - store.readAt().orElse(now) < layout.tombstonesKept().toMillis();
    }

    private void measureLag(LogConnection log, LogIdentity identity) {
        for (TopicPartition view : views(identity)) {
            log.lag(view).ifPresent(lag -> meters.setLag(view.partition(), lag));
        }
    }

    private static List<TopicPartition> views(LogIdentity identity) {
        return IntStream.range(0, identity.partitions())
                .mapToObj(partition -> new TopicPartition(Topic.CUSTOMER_VIEWS.topicName(), partition))
                .toList();
    }
}
