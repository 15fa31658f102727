package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads in the past of aggregates that no definition had asked for before, in the system that runs in a home. Whoever dies on
 * the way is followed by anybody who runs it again.
 *
 * <p>What has to be known of the job, its checkpoints tell: the fence is set when the definitions are in one, so that no
 * failure of the job can bring it back to before them, and what lies behind the fence counts as it comes. The aggregates are
 * live when a checkpoint holds all commands, and all events below the fence.
 */
public final class Backfilling {

    /** Events per second that are brought at most, where nothing else is said. */
    public static final int USUAL_RATE = 20_000;

    private static final Duration STALLED = Duration.ofMinutes(2);

    private final Path home;
    private final Endpoints endpoints;
    private final String kafka;
    private final RegistryConfig schemas;
    private final int rate;

    /**
     * What was read in.
     *
     * @param events that were brought; of one that was resumed, since then
     * @param completeFrom what was appended before is no longer in the log, though it is asked for; null where nothing is
     *     missing
     */
    public record Result(int number, long events, @Nullable Instant completeFrom) {}

    /** Is told how it goes on. */
    public interface Listener {
        /** A backfill has read so much of the past, in percent. */
        void read(int number, int percent);
    }

    /** @param rate events per second that are brought at most: fewer where live events would wait for them */
    public Backfilling(Path home, Endpoints endpoints, RegistryConfig schemas, int rate) {
        this.home = home;
        this.endpoints = endpoints;
        this.kafka = endpoints.kafka();
        this.schemas = schemas;
        this.rate = rate;
    }

    /**
     * Reads in whatever is missing, and returns when it is live.
     *
     * @throws Failure if somebody else does so at the same time, or the job does not go on
     */
    public List<Result> run(Listener listener) throws Exception {
        try (FileChannel channel = FileChannel.open(
                        home.resolve("backfill.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw underWay(null);
            }
            return alone(listener);
        } catch (OverlappingFileLockException e) {
            throw underWay(e);
        }
    }

    private static Failure underWay(@Nullable Exception reason) {
        return new Failure("the past is being read in already, see how far it is with: makolet list", reason);
    }

    private List<Result> alone(Listener listener) throws Exception {
        List<Result> results = new ArrayList<>();
        DefinitionLog log = DefinitionLog.read(kafka, schemas);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            BackfillOffsets offsets = new BackfillOffsets(admin);
            for (Backfill backfill : log.warming()) {
                awaitJob(offsets, Map.of(new TopicPartition(Topic.DEFINITIONS.topicName(), 0), log.lastOffset() + 1));
                results.add(readIn(backfill, offsets, listener));
            }
        }
        return results;
    }

    private Result readIn(Backfill backfill, BackfillOffsets offsets, Listener listener) throws Exception {
        int number = backfill.getNumber();
        List<TopicPartition> partitions = offsets.partitions(Topic.EVENTS);
        Map<TopicPartition, Long> beginnings = offsets.beginnings(partitions);
        BackfillOffsets.Progress noted = offsets.progress(number);
        BackfillOffsets.Progress progress =
                noted.fence().isEmpty() ? new BackfillOffsets.Progress(beginnings, offsets.ends(partitions)) : noted;
        Instant completeFrom = completeFrom(backfill, beginnings);
        long events;
        try (LivePace pace = new LivePace(endpoints.grpc(), rate);
                PastReader reader = new PastReader(kafka, schemas, backfill, progress, pace)) {
            events = reader.read(left -> listener.read(number, progress.percent(beginnings, left)));
        }
        Map<TopicPartition, Long> through = new HashMap<>(progress.fence());
        through.putAll(offsets.ends(offsets.partitions(List.of(Topic.COMMANDS))));
        awaitJob(offsets, through);
        Publishing.into(home, kafka, schemas)
                .backfilled(PastPlan.in(backfill, Status.LIVE, Publishing.now())
                        .setCompleteFrom(completeFrom)
                        .build());
        return new Result(number, events, completeFrom);
    }

    private static void awaitJob(BackfillOffsets offsets, Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, Long> behind = offsets.behindRecords(ends);
        if (!Patience.of(STALLED).until(() -> offsets.jobHasRead(behind))) {
            throw new Failure("no checkpoint of the job has read what was sent within " + STALLED.toSeconds()
                    + " s, go on later with: makolet backfill");
        }
    }

    /** Append time of the first record that is left where the log begins later than is asked for; null for none. */
    private @Nullable Instant completeFrom(Backfill backfill, Map<TopicPartition, Long> beginnings)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> cut = beginnings.entrySet().stream()
                .filter(beginning -> beginning.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        Long reach = backfill.getReachMillis();
        long from = reach == null ? Long.MIN_VALUE : Instant.now().toEpochMilli() - reach;
        List<Instant> firsts = new ArrayList<>();
        for (TopicPartition partition : cut) {
            long first = firstTime(partition);
            if (first > from) {
                firsts.add(Instant.ofEpochMilli(first));
            }
        }
        return firsts.isEmpty() ? null : Collections.max(firsts);
    }

    private long firstTime(TopicPartition partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "max.poll.records", 1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    return record.timestamp();
                }
            }
            return Instant.now().toEpochMilli();
        }
    }
}
