package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.avro.Command;
import io.makolet.avro.EventHeader;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.BackfillMapping.Brought;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads the events of one backfill below its fence, and sends each to its customer once more as a command. What has been
 * sent is noted after the broker has it: whoever goes on after a crash may send some of it again.
 */
final class PastReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Events that are sent at once: what comes meanwhile waits for so many at most. */
    private static final int TOGETHER = 50;

    private static final long NOTE_NANOS = Duration.ofMillis(500).toNanos();

    private final Backfill backfill;
    private final LivePace pace;
    private final ConfluentRegistry registry;
    private final RecordReader reader;
    private final RecordWriter<Command> writer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Map<TopicPartition, Long> fence;
    private final Map<TopicPartition, Long> position;
    private long sent;

    /**
     * Goes on where it was.
     *
     * @param pace at which it may send
     */
    PastReader(
            String kafka, RegistryConfig schemas, Backfill backfill, BackfillOffsets.Progress progress, LivePace pace) {
        this.backfill = backfill;
        this.pace = pace;
        this.fence = progress.fence();
        this.position = new HashMap<>(progress.position());
        this.registry = new ConfluentRegistry(schemas);
        this.reader = new RecordReader(registry);
        this.writer = RecordWriter.of(registry, Topic.COMMANDS, Command.class);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        BackfillOffsets.group(backfill.getNumber()),
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        TOGETHER),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 5, "delivery.timeout.ms", 60_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Told now and then. */
    interface Listener {
        /** So many records are still to be read. */
        void left(long records);
    }

    /** Reads all that is left; how many events it sent. */
    long read(Listener listener) throws ExecutionException, InterruptedException {
        consumer.assign(fence.keySet());
        position.forEach(consumer::seek);
        note();
        long noted = System.nanoTime();
        pauseFinished();
        while (!consumer.paused().containsAll(fence.keySet())) {
            long begin = System.nanoTime();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long before = sent;
            send(records);
            for (TopicPartition partition : fence.keySet()) {
                position.put(partition, consumer.position(partition));
            }
            pauseFinished();
            if (System.nanoTime() - noted > NOTE_NANOS) {
                note();
                noted = System.nanoTime();
                listener.left(new BackfillOffsets.Progress(position, fence).left());
            }
            pace.keep(sent - before, begin);
        }
        note();
        listener.left(0);
        return sent;
    }

    private void send(ConsumerRecords<byte[], byte[]> records) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> waiting = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long end = fence.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            if (record.offset() < end && record.key() != null && record.value() != null && isWanted(record.value())) {
                byte[] command = writer.write(BackfillMapping.command(
                        new Brought(
                                backfill.getNumber(),
                                Topic.named(record.topic()).orElseThrow(),
                                record.partition(),
                                record.offset(),
                                record.timestamp(),
                                record.value()),
                        Instant.now()));
                waiting.add(producer.send(new ProducerRecord<>(Topic.COMMANDS.topicName(), record.key(), command)));
            }
        }
        producer.flush();
        for (Future<RecordMetadata> one : waiting) {
            one.get();
        }
        sent += waiting.size();
    }

    /** What can't be used was refused when it came; it is not refused again. */
    private boolean isWanted(byte[] value) {
        try {
            SpecificRecord record = reader.read(value);
            EventHeader header = EventMapping.headerOf(record);
            return header != null
                    && backfill.getEventTypes()
                            .contains(EventMapping.toDomain(
                                            "", header.getEventTime().toEpochMilli(), record)
                                    .type());
        } catch (PoisonException e) {
            return false;
        }
    }

    private void note() {
        Map<TopicPartition, OffsetAndMetadata> notes = new HashMap<>();
        position.forEach((partition, offset) ->
                notes.put(partition, BackfillOffsets.note(offset, fence.getOrDefault(partition, 0L))));
        consumer.commitSync(notes);
    }

    private void pauseFinished() {
        Set<TopicPartition> finished = new HashSet<>();
        fence.forEach((partition, end) -> {
            if (position.getOrDefault(partition, 0L) >= end) {
                finished.add(partition);
            }
        });
        consumer.pause(finished);
    }

    @Override
    public void close() throws IOException {
        consumer.close();
        producer.close();
        registry.close();
    }
}
