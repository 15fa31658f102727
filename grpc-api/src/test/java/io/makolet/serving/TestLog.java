package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.makolet.avro.Erasure;
import io.makolet.avro.Product;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import io.makolet.schemas.ViewWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes the topics that serving follows, as the job and the command line do. */
final class TestLog implements AutoCloseable {

    static final int PARTITIONS = Topic.CUSTOMER_VIEWS.partitions();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<Topic> TOPICS = List.of(
            Topic.CUSTOMER_VIEWS,
            Topic.ERASURES,
            Topic.DEFINITIONS,
            Topic.PRODUCTS,
            Topic.SEGMENT_TRANSITIONS,
            Topic.COMMANDS,
            Topic.EXPLANATIONS);

    private final SchemaRegistry registry = new BuiltInRegistry();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ViewWriter views = new ViewWriter(registry);
    private final RecordWriter<ViewProgress> progress = RecordWriter.ofViewProgress(registry);
    private final RecordWriter<io.makolet.avro.Definition> definitions =
            RecordWriter.of(registry, Topic.DEFINITIONS, io.makolet.avro.Definition.class);
    private final RecordWriter<Erasure> erasures = RecordWriter.of(registry, Topic.ERASURES, Erasure.class);
    private final RecordWriter<SegmentTransition> transitions =
            RecordWriter.of(registry, Topic.SEGMENT_TRANSITIONS, SegmentTransition.class);
    private final RecordWriter<Product> products = RecordWriter.of(registry, Topic.PRODUCTS, Product.class);

    /** Connects to a broker and makes the topics. */
    TestLog(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        createTopics();
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Makes the topics, as soon as earlier ones of the same names are gone. */
    void createTopics() {
        List<NewTopic> topics = TOPICS.stream()
                .map(topic -> new NewTopic(topic.topicName(), topic.partitions(), (short) 1).configs(topic.config()))
                .toList();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            admin.createTopics(topics).all().get();
            return true;
        });
        awaitLeaders();
    }

    /** A partition that was made just now has nobody who takes records: some were seen to wait in the producer for ever. */
    private void awaitLeaders() {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic topic : TOPICS) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest());
            }
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
    }

    /** Waits until the broker has everything. */
    void flush() {
        producer.flush();
    }

    void deleteTopics() throws Exception {
        flush();
        admin.deleteTopics(TOPICS.stream().map(Topic::topicName).toList()).all().get();
    }

    /** Deletes all records of the views topic, as retention would if it were set. */
    void truncateViews() throws Exception {
        flush();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.CUSTOMER_VIEWS.topicName());
        AlterConfigOp delete = new AlterConfigOp(
                new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE),
                AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(delete))).all().get();
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.put(new TopicPartition(Topic.CUSTOMER_VIEWS.topicName(), partition), RecordsToDelete.beforeOffset(-1));
        }
        admin.deleteRecords(all).all().get();
    }

    void publish(Definition definition) {
        send(Topic.DEFINITIONS, definition.key(), definitions.write(DefinitionMapping.toAvro(definition)));
    }

    void retire(String key) {
        send(Topic.DEFINITIONS, key, null);
    }

    void publish(Product product) {
        send(Topic.PRODUCTS, product.getProductId(), products.write(product));
    }

    void publish(CustomerView view) {
        send(Topic.CUSTOMER_VIEWS, view.customerId(), views.write(view));
    }

    void publish(String customerId, Transition transition) {
        send(record(customerId, transition));
    }

    /** The record of a transition, for a producer of its own. */
    ProducerRecord<byte[], byte[]> record(String customerId, Transition transition) {
        SegmentTransition record = TransitionMapping.toAvro(customerId, transition, Views.AS_OF);
        return new ProducerRecord<>(Topic.SEGMENT_TRANSITIONS.topicName(), utf8(customerId), transitions.write(record));
    }

    void forget(String customerId) {
        send(Topic.CUSTOMER_VIEWS, customerId, null);
    }

    /** The record of an erasure that is asked for now. */
    Erasure erase(String customerId) {
        Erasure erasure = Erasure.newBuilder()
                .setErasedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setCustomerId(customerId)
                .setRequestId("e")
                .build();
        send(Topic.ERASURES, customerId, erasures.write(erasure));
        return erasure;
    }

    /** A record of views that isn't one. */
    void publishPoison(String key, byte[] value) {
        send(Topic.CUSTOMER_VIEWS, key, value);
    }

    /** The only writer of a run says in every partition that it is complete. */
    void completeThrough(long attempt, long instant) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            byte[] value = progress.write(
                    new ViewProgress(attempt, 0, 1, Instant.ofEpochMilli(instant), Instant.ofEpochMilli(0), null));
            send(new ProducerRecord<>(Topic.CUSTOMER_VIEWS.topicName(), partition, utf8("\0progress/0"), value));
        }
    }

    void send(Topic topic, String key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic.topicName(), utf8(key), value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        assertThat(failures).isEmpty();
    }
}
