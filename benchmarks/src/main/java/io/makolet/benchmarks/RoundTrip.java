package io.makolet.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The floor of freshness: producer, broker, consumer and nothing between them, on the same broker. */
final class RoundTrip {

    private static final int PARTITIONS = 8;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GIVE_UP = Duration.ofSeconds(20);

    private final String bootstrap;
    private final int recordBytes;

    RoundTrip(String bootstrap, int recordBytes) {
        this.bootstrap = bootstrap;
        this.recordBytes = recordBytes;
    }

    /** Latencies of all records from when each was due to when the consumer had it. */
    Latencies measure(double perSecond, double warmUpSeconds, double seconds)
            throws InterruptedException, ExecutionException, TimeoutException {
        String topic = "makolet.bench-" + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            try {
                return measure(topic, perSecond, warmUpSeconds, seconds);
            } finally {
                admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private Latencies measure(String topic, double perSecond, double warmUpSeconds, double seconds)
            throws InterruptedException, ExecutionException, TimeoutException {
        long expected = PARTITIONS + Math.round(perSecond * warmUpSeconds) + Math.round(perSecond * seconds);
        AtomicLong firstCounted = new AtomicLong(Long.MAX_VALUE);
        Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        SiteTraffic.producerSettings(bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                // Until the leader of each partition is known, the producer gathers and retries.
                producer.send(new ProducerRecord<>(topic, partition, null, record(0)))
                        .get(30, TimeUnit.SECONDS);
            }
            Thread reader = new Thread(() -> consume(consumer, expected, firstCounted, nanos), "round-trip");
            reader.start();
            send(producer, topic, new Pace(perSecond), warmUpSeconds);
            firstCounted.set(System.nanoTime());
            send(producer, topic, new Pace(perSecond), seconds);
            reader.join();
        }
        return Latencies.of(nanos);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, Pace pace, double seconds) {
        pace.run(seconds, (number, due) -> {
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, (int) (number % PARTITIONS), null, record(due)));
        });
    }

    private byte[] record(long due) {
        return ByteBuffer.allocate(recordBytes).putLong(due).array();
    }

    private static void consume(
            KafkaConsumer<byte[], byte[]> consumer, long expected, AtomicLong firstCounted, Histogram nanos) {
        long seen = 0;
        long last = System.nanoTime();
        while (seen < expected && System.nanoTime() - last < GIVE_UP.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                last = System.nanoTime();
                seen++;
                long due = ByteBuffer.wrap(record.value()).getLong();
                if (due >= firstCounted.get()) {
                    nanos.recordValue(Math.min(last - due, nanos.getHighestTrackableValue()));
                }
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        1,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        return consumer;
    }
}
