package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
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

    private TopicSinks() {}

    /** Writes at once; after a failure some records come twice. */
    static KafkaSink<TopicRecord> atLeastOnce(JobConfig config, Topic topic) {
        return sink(config, topic)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /** Writes in transactions, which end with each checkpoint: readers of committed records see each record once. */
    static KafkaSink<TopicRecord> exactlyOnce(JobConfig config, Topic topic) {
        // Not POOLING: it names a transaction like an earlier one that may still have to be committed after a restart.
        // If
        // the job dies between the two checkpoints, nobody ends the later one until it times out. With a name for each
        // checkpoint every open transaction can be told apart; the broker forgets names by
        // transactional.id.expiration.ms.
        return sink(config, topic)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(TRANSACTIONS)
                .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                .setProperty(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Long.toString(config.transactionTimeout().toMillis()))
                .build();
    }

    private static KafkaSinkBuilder<TopicRecord> sink(JobConfig config, Topic topic) {
        Properties properties = config.clientProperties();
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "1");
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return KafkaSink.<TopicRecord>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setRecordSerializer(new ToTopic(topic.topicName()));
    }

    /** Names the topic and partition of a record. */
    private record ToTopic(String topic) implements KafkaRecordSerializationSchema<TopicRecord> {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                TopicRecord record, KafkaSinkContext context, @Nullable Long timestamp) {
            Integer partition = record.partition() == TopicRecord.BY_KEY ? null : record.partition();
            return new ProducerRecord<>(topic, partition, record.key(), record.value());
        }
    }
}
