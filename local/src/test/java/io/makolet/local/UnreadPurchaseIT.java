package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.EventWriter;
import io.makolet.schemas.RegistryConfig;
import io.makolet.serving.ServingServer;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.Truth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purchase lies in the log, and the job that should read it does not run: what is a customer told meanwhile? */
@Tag("faults")
@SuppressWarnings("NullAway.Init") // started before each test
class UnreadPurchaseIT {

    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String SEGMENT = """
            kind: Segment
            id: abandoner
            owner: me@shop
            title: Left their cart
            when:
              sequence: {first: cart_add, then_not: purchase, within: 10s}
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final CompletableFuture<@Nullable Void> LOG_IS_THERE = CompletableFuture.completedFuture(null);

    @TempDir
    private Path folder;

    private Assembly parts;
    private Blueprint blueprint;
    private ServingServer serving;
    private ServingClient client;
    private ConfluentRegistry registry;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void startAllButTheJob() throws Exception {
        LocalConfig config =
                LocalConfig.in(folder.resolve("home")).withPorts(Ports.free()).withParallelism(1);
        Home home = Home.open(config.home(), config.state());
        Endpoints endpoints = Endpoints.of(config, Instant.now());
        parts = new Assembly(new Supervisor(home::shortage, Progress.SILENT, Supervisor.Pace.USUAL));
        blueprint = new Blueprint(config, home, endpoints, Progress.SILENT);
        var unused = parts.part("home", "", () -> home);
        var broker = parts.part("broker", "", () -> Broker.start(home.kafka(), config.ports()));
        var schemas = parts.part(
                "registry", "", () -> Registry.start(home, config.ports().registry()));
        parts.await(broker, schemas);
        blueprint.createTopics();
        blueprint.registerSchemas();
        endpoints.write(home.root());
        Path definitions = Files.createDirectory(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("abandoner.yaml"), SEGMENT);
        Publishing.into(home.root()).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
        serving = parts.part("serving", "", () -> blueprint.startServing(LOG_IS_THERE))
                .join();
        client = parts.part("client", "", () -> new ServingClient(endpoints.grpc()))
                .join();
        registry = parts.part("schemas", "", () -> new ConfluentRegistry(RegistryConfig.of(endpoints.registry())))
                .join();
        producer = parts.part(
                        "producer",
                        "",
                        () -> new KafkaProducer<>(
                                Map.of("bootstrap.servers", endpoints.kafka(), "acks", "all"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer()))
                .join();
    }

    @AfterEach
    void stopAll() {
        parts.close();
    }

    @Test
    void doesNotTakeForAnAbandonerWhosePurchaseWaits() throws Exception {
        long cart;
        try (JobCluster unused = blueprint.startJob(LOG_IS_THERE)) {
            cart = System.currentTimeMillis();
            send("buyer", "cart_add", EventSchema.CLICKSTREAM, cart);
            send("leaver", "cart_add", EventSchema.CLICKSTREAM, cart);
            await("buyer", customer -> customer.getVersion().getApplied() == 1);
            await("leaver", customer -> customer.getVersion().getApplied() == 1);
        }
        long deadline = cart + WITHIN.toMillis();
        send("buyer", "purchase", EventSchema.PURCHASES, cart + 1_000);
        assertThat(serving.completeThrough())
                .as("the job read on past the deadline before it stopped: this machine is too slow for the test")
                .isLessThan(deadline);

        Customer buyer = awaitNeverMember(customer -> customer.getStale() && System.currentTimeMillis() > deadline);
        assertThat(millis(buyer.getAsOf())).isLessThan(deadline);
        assertThat(buyer.getVersion().getApplied()).isEqualTo(1);
        assertThat(membership(buyer)).isEqualTo(Truth.FALSE);

        try (JobCluster unused = blueprint.startJob(LOG_IS_THERE)) {
            buyer = awaitNeverMember(customer -> !customer.getStale() && millis(customer.getAsOf()) > deadline);
            assertThat(buyer.getVersion().getApplied()).isEqualTo(2);
            assertThat(membership(buyer)).isEqualTo(Truth.FALSE);
            await("leaver", customer -> !customer.getStale() && membership(customer) == Truth.TRUE);
        }
    }

    @Test
    void saysThatTheJobHasNotConfirmedAnErasureAndConfirmsItWhenAskedAgain() throws Exception {
        try (JobCluster unused = blueprint.startJob(LOG_IS_THERE)) {
            send("buyer", "cart_add", EventSchema.CLICKSTREAM, System.currentTimeMillis());
            await("buyer", Customer::getKnown);
        }
        String home = folder.resolve("home").toString();
        StringWriter err = new StringWriter();
        String[] forget = {"forget", "buyer", "--within", "2", "--home", home};
        int exit = Makolet.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), forget);

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("makolet: the job has not confirmed within 2 s that buyer is forgotten")
                .hasLineCount(1);
        assertThat(await("buyer", customer -> !customer.getKnown()))
                .as("serving does not wait for the job")
                .isNotNull();

        StringWriter out = new StringWriter();
        try (JobCluster unused = blueprint.startJob(LOG_IS_THERE)) {
            forget[3] = "60";
            assertThat(Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), forget))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(out.toString())
                .startsWith("forgot buyer, everything through ")
                .contains("cleared by the job", "removed from serving", "makolet.customer-views", "400 days");
    }

    /** Asks for the buyer, who may at no time be called a member, until the answer is so. */
    private Customer awaitNeverMember(Predicate<Customer> expected) throws Exception {
        return await("buyer", customer -> {
            assertThat(membership(customer)).as(customer.toString()).isNotEqualTo(Truth.TRUE);
            return expected.test(customer);
        });
    }

    private Customer await(String id, Predicate<Customer> expected) throws Exception {
        Customer[] last = new Customer[1];
        boolean shown = Patience.of(PATIENCE).until(() -> {
            last[0] = client.personalization()
                    .getCustomer(
                            GetCustomerRequest.newBuilder().setCustomerId(id).build());
            return expected.test(last[0]);
        });
        assertThat(shown).as("as expected: %s", last[0]).isTrue();
        return last[0];
    }

    private static Truth membership(Customer customer) {
        assertThat(customer.getSegmentsCount()).as(customer.toString()).isEqualTo(1);
        return customer.getSegments(0).getValue();
    }

    private static long millis(Timestamp instant) {
        return instant.getSeconds() * 1_000 + instant.getNanos() / 1_000_000;
    }

    private void send(String customer, String type, EventSchema schema, long time) throws Exception {
        @Nullable Object[] values = new Object[schema.fields().size()];
        if (schema == EventSchema.PURCHASES) {
            values[schema.indexOf("order_id")] = "order";
            values[schema.indexOf("amount")] = 12_340_000L;
            values[schema.indexOf("currency")] = "GBP";
        }
        Event event = new Event(
                customer + "-" + type, customer, type, time, schema, values, Map.of(), List.of(), List.of(), Map.of());
        byte[] value = new EventWriter(registry, "test").write(event);
        String topic = EventWriter.topicOf(event).topicName();
        producer.send(new ProducerRecord<>(topic, customer.getBytes(StandardCharsets.UTF_8), value))
                .get(30, TimeUnit.SECONDS);
    }
}
