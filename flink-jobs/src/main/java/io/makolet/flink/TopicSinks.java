package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The job's outlets. */
final class TopicSinks {

    /** The same in every run, so that a run finds and ends the transactions that the one before left open. */
    private static final String TRANSACTIONS = "makolet-transitions";

    /**
     * One request is under way at a time, and what comes meanwhile goes with the next: a lone record waits for nothing,
     * and a busy broker gets fewer and larger requests instead of one for each record.
     */
    private static final Map<String, String> AT_ONCE =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, "0", ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");

    /** Nobody sees a record before its transaction ends with the next checkpoint. */
    private static final Map<String, String> UNTIL_COMMITTED = Map.of(ProducerConfig.LINGER_MS_CONFIG, "100");

    private TopicSinks() {}

    /** Writes at once; after a failure some records come twice. */
    static KafkaSink<TopicRecord> atLeastOnce(JobConfig config, Topic topic) {
        return sink(config, topic, AT_ONCE)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /** Writes in transactions, which end with each checkpoint: readers of committed records see each record once. */
    static KafkaSink<TopicRecord> exactlyOnce(JobConfig config, Topic topic) {
        // INCREMENTING needs a new name for each checkpoint: the broker remembers each for a week, and a start tries
        // all names since its checkpoint, 3,600 for an hour. POOLING asks the broker which transactions of ours are
        // open and ends those that the checkpoint does not know; one under a name that it does know ends two
        // checkpoints later.
        return sink(config, topic, UNTIL_COMMITTED)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(TRANSACTIONS)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setProperty(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Long.toString(config.transactionTimeout().toMillis()))
                .build();
    }

    private static KafkaSinkBuilder<TopicRecord> sink(JobConfig config, Topic topic, Map<String, String> batching) {
        Properties properties = config.clientProperties();
        batching.forEach(properties::setProperty);
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        return KafkaSink.<TopicRecord>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setRecordSerializer(new ToTopic(topic.topicName()));
    }

    /** Names the topic and partition of a record; and the topic to the sink, which looks for open transactions in it. */
    private record ToTopic(String topic)
            implements KafkaRecordSerializationSchema<TopicRecord>, KafkaDatasetFacetProvider {
        @Override
        public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
            return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                TopicRecord record, KafkaSinkContext context, @Nullable Long timestamp) {
            return record(topic, record);
        }
    }

    /** What Kafka's producer is given. */
    static ProducerRecord<byte[], byte[]> record(String topic, TopicRecord record) {
        Integer partition = record.partition() == TopicRecord.BY_KEY ? null : record.partition();
        return new ProducerRecord<>(topic, partition, record.key(), record.value());
    }
}
