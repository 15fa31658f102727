package io.makolet.local;

import io.makolet.avro.Erasure;
import io.makolet.local.ErasureReceipt.Tombstone;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PartitionStatus;
import io.makolet.v1.StatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Has a person forgotten in the system that runs in a home, and waits until it is done. Asking again does no harm. */
final class Forgetting {

    private static final int MAX_ID_BYTES = 512;
    private static final Duration POLL = Duration.ofMillis(50);

    private final Endpoints endpoints;
    private final RegistryConfig schemas;
    private final Duration within;

    private Forgetting(Endpoints endpoints, RegistryConfig schemas, Duration within) {
        this.endpoints = endpoints;
        this.schemas = schemas;
        this.within = within;
    }

    /** @param within how long the job and the serving node have to confirm it */
    static Forgetting in(Path home, Duration within) {
        Endpoints endpoints = Endpoints.of(home);
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry())
                .withCache(home.toAbsolutePath().resolve("schemas"));
        return new Forgetting(endpoints, schemas, within);
    }

    /**
     * Forgets everything of a customer up to now, under all ids of theirs.
     *
     * @throws InvalidInput if there can't be a customer of this id
     * @throws Failure if it was not confirmed in time
     */
    ErasureReceipt forget(String customerId, @Nullable String reason) throws Exception {
        byte[] key = customerId.getBytes(StandardCharsets.UTF_8);
        if (key.length == 0 || key.length > MAX_ID_BYTES || key[0] == 0) {
            throw new InvalidInput("customer id '" + customerId + "' has " + key.length + " bytes, expected 1 to "
                    + MAX_ID_BYTES + " and no zero byte in front");
        }
        Erasure erasure = Erasure.newBuilder()
                .setErasedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setCustomerId(customerId)
                .setRequestId(UUID.randomUUID().toString())
                .setIssuer("makolet forget")
                .setReason(reason)
                .build();
        Patience patience = Patience.of(within);
        Set<String> ids = new TreeSet<>(idsWith(customerId));
        try (KafkaConsumer<byte[], byte[]> views = viewsFromNow()) {
            record(erasure, ids);
            Map<String, Tombstone> tombstones = awaitTombstones(views, ids, patience, erasure);
            return awaitServing(tombstones, patience, erasure);
        }
    }

    /** All ids of the person, as they are served. */
    private Set<String> idsWith(String customerId) {
        Set<String> ids = new TreeSet<>(Set.of(customerId));
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            ids.addAll(client.personalization()
                    .getCustomer(GetCustomerRequest.newBuilder()
                            .setCustomerId(customerId)
                            .build())
                    .getIdsList());
        }
        return ids;
    }

    private void record(Erasure erasure, Set<String> ids) throws IOException {
        try (Publisher publisher = new Publisher(endpoints.kafka(), schemas)) {
            for (String id : ids) {
                publisher.erasure(Erasure.newBuilder(erasure).setCustomerId(id).build());
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> viewsFromNow() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", endpoints.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.CUSTOMER_VIEWS.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        return consumer;
    }

    private Map<String, Tombstone> awaitTombstones(
            KafkaConsumer<byte[], byte[]> views, Set<String> ids, Patience patience, Erasure erasure) throws Exception {
        Map<String, Tombstone> found = new TreeMap<>();
        boolean confirmed = patience.until(() -> {
            for (ConsumerRecord<byte[], byte[]> view : views.poll(POLL)) {
                String id = new String(view.key(), StandardCharsets.UTF_8);
                if (view.value() == null && ids.contains(id)) {
                    found.put(
                            id, new Tombstone(view.partition(), view.offset(), Instant.ofEpochMilli(view.timestamp())));
                }
            }
            return found.keySet().containsAll(ids);
        });
        if (!confirmed) {
            throw unconfirmed("the job", erasure);
        }
        return found;
    }

    private ErasureReceipt awaitServing(Map<String, Tombstone> tombstones, Patience patience, Erasure erasure)
            throws Exception {
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            boolean confirmed = patience.until(() -> isServed(client, tombstones.values()));
            if (!confirmed) {
                throw unconfirmed("the serving node", erasure);
            }
            Instant removedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            String customerId = erasure.getCustomerId();
            boolean known = client.personalization()
                    .getCustomer(GetCustomerRequest.newBuilder()
                            .setCustomerId(customerId)
                            .build())
                    .getKnown();
            Instant through = Instant.ofEpochMilli(io.makolet.domain.customer.Erasure.requestedAt(
                            customerId, erasure.getErasedAt().toEpochMilli())
                    .through());
            return new ErasureReceipt(erasure, through, tombstones, removedAt, known, retention());
        }
    }

    private Retention retention() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", endpoints.kafka()))) {
            return Retention.of(admin, ErasureReceipt.topics());
        }
    }

    private static boolean isServed(ServingClient client, Collection<Tombstone> tombstones) {
        Map<Integer, Long> positions =
                client.admin().status(StatusRequest.getDefaultInstance()).getViewPartitionsList().stream()
                        .collect(Collectors.toMap(PartitionStatus::getPartition, PartitionStatus::getPosition));
        return tombstones.stream()
                .allMatch(tombstone -> positions.getOrDefault(tombstone.partition(), -1L) > tombstone.offset());
    }

    private Failure unconfirmed(String who, Erasure erasure) {
        return new Failure(who + " has not confirmed within " + within.toSeconds() + " s that "
                + erasure.getCustomerId() + " is forgotten; the request of " + erasure.getErasedAt()
                + " is recorded and is carried out when it can be, ask again for a receipt");
    }
}
