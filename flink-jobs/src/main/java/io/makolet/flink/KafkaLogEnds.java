package io.makolet.flink;

import io.makolet.flink.LogEnds.BrokerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Asks a Kafka broker, with clients of its own. */
final class KafkaLogEnds implements LogEnds {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PROBE = Duration.ofMillis(200);

    private final Properties clientProperties;
    private final Admin admin;
    private @Nullable Consumer<byte[], byte[]> prober;

    /** @param clientProperties how the broker is reached, and the isolation level of the reader */
    KafkaLogEnds(Properties clientProperties) {
        this.clientProperties = clientProperties;
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        String patience = Long.toString(PATIENCE.toMillis());
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
        this.admin = Admin.create(properties);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions)
            throws InterruptedException, BrokerException {
        // Not read_committed: a record in an open transaction has been appended, so what is behind it is not complete.
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new BrokerException(e);
        }
    }

    @Override
    public Map<TopicPartition, Long> nextRecords(Map<TopicPartition, Long> positions)
            throws InterruptedException, BrokerException {
        try {
            Consumer<byte[], byte[]> consumer = prober();
            consumer.assign(positions.keySet());
            positions.forEach(consumer::seek);
            ConsumerRecords<byte[], byte[]> records = consumer.poll(PROBE);
            Map<TopicPartition, Long> found = new HashMap<>();
            for (TopicPartition partition : positions.keySet()) {
                var first = records.records(partition).stream().findFirst();
                found.put(partition, first.isPresent() ? first.get().offset() : consumer.position(partition, PATIENCE));
            }
            consumer.assign(List.of());
            return found;
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new BrokerException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        if (prober != null) {
            prober.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private Consumer<byte[], byte[]> prober() {
        if (prober == null) {
            Properties properties = new Properties();
            properties.putAll(clientProperties);
            properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            // The first record says enough.
            properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
            properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
            prober = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return prober;
    }

    /** What Java's own methods throw: with the thread's flag cleared, so that clients can be closed in peace. */
    private static InterruptedException interrupted(InterruptException e) {
        boolean unused = Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }
}
