package io.makolet.serving.tail;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.ExplainCall;
import io.makolet.serving.api.PersonalizationService;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.api.WatchCall;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.explain.ExplainDesk;
import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.watch.WatchDesk;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A serving node that is handed the records of the log by a test, for tests of other modules. It answers over gRPC, by a
 * wall clock that the test sets.
 */
public final class HandFedNode implements AutoCloseable {

    private static final int PARTITIONS = Topic.CUSTOMER_VIEWS.partitions();
    private static final Duration STALE_AFTER = Duration.ofSeconds(5);

    private final SchemaRegistry registry = new BuiltInRegistry();
    private final RecordWriter<ViewProgress> progress = RecordWriter.ofViewProgress(registry);
    private final AtomicLong wallClock = new AtomicLong();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final ViewStore store;
    private final TailMeters meters = new TailMeters(new SimpleMeterRegistry());
    private final LogFollower follower;
    private final Server server;
    private final ManagedChannel channel;

    private HandFedNode(Path directory) throws IOException {
        store = ViewStore.open(directory);
        store.rebuildFor(new LogIdentity("cluster", "views", PARTITIONS));
        CurrentCatalog catalog = new CurrentCatalog();
        Readiness readiness = new Readiness();
        follower = new LogFollower(store, registry, catalog, readiness, meters, wallClock::get);
        follower.arrive();
        ReadClock clock = new ReadClock(ReadClock.Mode.WALL, STALE_AFTER, store, readiness, wallClock::get);
        // They begin to look for a broker when somebody asks.
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        ExplainCall explain = new ExplainCall(new ExplainDesk(nobody, registry, wallClock::get), catalog);
        WatchCall watch = new WatchCall(new WatchDesk(nobody, registry, store::erasedThrough));
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .intercept(new ErrorInterceptor())
                .addService(
                        new PersonalizationService(store, catalog, readiness, clock, wallClock::get, explain, watch))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    /** What a node says of itself that has read all of the log. */
    public static Readiness caughtUp() {
        Readiness readiness = new Readiness();
        readiness.caughtUp();
        return readiness;
    }

    /** A node that is ready, on a store in a new directory. */
    public static HandFedNode start(Path directory) throws IOException {
        return new HandFedNode(directory);
    }

    /** Records come from the log. None may be useless. */
    public void take(List<ProducerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            int partition = record.partition() != null
                    ? record.partition()
                    : Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS;
            TopicPartition place = new TopicPartition(record.topic(), partition);
            long offset = ends.merge(place, 1L, Long::sum) - 1;
            read.computeIfAbsent(place, p -> new ArrayList<>())
                    .add(new ConsumerRecord<>(record.topic(), partition, offset, record.key(), record.value()));
        }
        follower.take(new ConsumerRecords<>(read, Map.of()));
        if (meters.poison() > 0) {
            throw new AssertionError(meters.poison() + " records that could not be used");
        }
    }

    /** Offset of the last definition that came. */
    public long lastDefinition() {
        return ends.getOrDefault(new TopicPartition(Topic.DEFINITIONS.topicName(), 0), 0L) - 1;
    }

    /** The log says in all partitions that everything up to an instant has been applied. */
    public void completeThrough(long instant) {
        told(instant, null);
    }

    /** The log says in all partitions that everybody has been evaluated for all definitions that came. */
    public void evaluated() {
        told(0, lastDefinition());
    }

    /** By a run after all others. */
    private void told(long completeThrough, @Nullable Long evaluatedThrough) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] value = progress.write(new ViewProgress(
                Long.MAX_VALUE, 0, 1, Instant.ofEpochMilli(completeThrough), Instant.EPOCH, evaluatedThrough));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            byte[] key = "\0progress/0".getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(Topic.CUSTOMER_VIEWS.topicName(), partition, key, value));
        }
        take(records);
    }

    /** Sets the wall clock. */
    public void setClock(long wallTime) {
        wallClock.set(wallTime);
    }

    /** What a caller is told of a customer. */
    public Customer customer(String id) {
        return PersonalizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getCustomer(GetCustomerRequest.newBuilder().setCustomerId(id).build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        store.close();
    }
}
