package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.Truth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments that look at aggregates nobody asked for before are published on a running system with a past. Who reads the past
 * in is killed on the way, and orders keep coming. In the end everybody belongs where counting their orders puts them.
 */
@Tag("faults")
class BackfillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CUSTOMERS = 150;

    /** Of all customers, the first ones go on buying. */
    private static final int ACTIVE = 20;

    private static final List<String> LATER = List.of("often", "spent", "silent", "quick");
    private static final String BEFORE = """
            kind: Segment
            id: buyers
            owner: me@shop
            title: Title
            when:
              aggregate: {event: purchase, fn: count, over: 30d, is: ">= 1"}
            """;
    private static final String AFTER = BEFORE + """
            ---
            kind: Segment
            id: often
            owner: me@shop
            title: Title
            when:
              aggregate: {event: purchase, fn: count, over: 60d, is: ">= 4"}
            ---
            kind: Segment
            id: spent
            owner: me@shop
            title: Title
            when:
              aggregate: {event: purchase, fn: sum, of: amount, is: ">= 70"}
            ---
            kind: Segment
            id: silent
            owner: me@shop
            title: Title
            when:
              recency: {event: purchase, is: ">= 20d"}
            ---
            kind: Segment
            id: quick
            owner: me@shop
            title: Title
            when:
              sequence: {first: purchase, then: purchase, within: 3d}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final AtomicBoolean stop = new AtomicBoolean();

    /** How long after its sending a read showed an order, milliseconds. */
    private final Collection<Long> freshness = new ConcurrentLinkedQueue<>();

    @Test
    void readsThePastInWhileOrdersComeAndItsReaderIsKilled() throws Exception {
        Path home = folder.resolve("home");
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (LocalSystem system = start(home);
                BackfillShop shop = new BackfillShop(system.endpoints())) {
            publish(home, BEFORE);
            sellThePast(shop);
            awaitApplied(system, shop);
            Future<?> traffic = worker.submit(() -> sellOn(system, shop));
            awaitOrders(100);
            report("before");

            publish(home, AFTER);
            assertThat(percents(home)).containsOnlyKeys(LATER);
            killAReaderOnItsWay(home);
            assertThat(percents(home)).containsOnlyKeys(LATER);
            assertThat(memberships(system, "c99")).containsEntry("often", "UNKNOWN warming");
            assertThat(run(home, "backfill", "--rate", "2000"))
                    .contains("backfill 1 brought")
                    .contains("complete");
            report("during");
            assertThat(percents(home)).isEmpty();
            assertThat(run(home, "backfill")).isEqualTo("nothing is missing");

            stop.set(true);
            traffic.get(1, TimeUnit.MINUTES);
            awaitApplied(system, shop);
            awaitMemberships(system, shop);
            onlyTheBackfillMoved(system, shop);
        } finally {
            stop.set(true);
            worker.shutdownNow();
        }
    }

    @Test
    void goesOnWithWhatWasLeftWhenItStarts() throws Exception {
        Path home = folder.resolve("home");
        BackfillShop shop;
        try (LocalSystem system = start(home);
                BackfillShop open = new BackfillShop(system.endpoints())) {
            shop = open;
            publish(home, BEFORE);
            sellThePast(shop);
            awaitApplied(system, shop);
            publish(home, AFTER);
            assertThat(percents(home)).containsOnlyKeys(LATER);
        }
        try (LocalSystem system = start(home)) {
            assertThat(Patience.of(PATIENCE).until(() -> percents(home).isEmpty()))
                    .isTrue();
            awaitMemberships(system, shop);
        }
    }

    private static void sellThePast(BackfillShop shop) throws Exception {
        Random random = new Random(7);
        long now = System.currentTimeMillis();
        for (int i = 0; i < CUSTOMERS; i++) {
            int orders = 1 + random.nextInt(9);
            for (int n = 0; n < orders; n++) {
                // Never within two hours of the edge of a window.
                long hours = 24L * random.nextInt(90) + 2 + random.nextInt(20);
                shop.sell("c" + i, "past-" + i + "-" + n, now - TimeUnit.HOURS.toMillis(hours));
                // A second delivery is known by its id for seven days of the customer's clock, which timers move too.
                if (hours < 5 * 24 && random.nextBoolean()) {
                    shop.sell("c" + i, "past-" + i + "-" + n, now - TimeUnit.HOURS.toMillis(hours));
                }
            }
        }
    }

    private Void sellOn(LocalSystem system, BackfillShop shop) throws Exception {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            for (int n = 0; !stop.get(); n++) {
                String customer = "c" + n % ACTIVE;
                String order = "live-" + n;
                long sent = System.nanoTime();
                shop.sell(customer, order, System.currentTimeMillis());
                assertThat(Patience.of(PATIENCE)
                                .until(() -> customer(client, customer)
                                        .getLastEventId()
                                        .equals(order)))
                        .isTrue();
                freshness.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
            }
        }
        return null;
    }

    private void awaitOrders(int count) throws Exception {
        assertThat(Patience.of(PATIENCE).until(() -> freshness.size() >= count)).isTrue();
    }

    private void report(String when) {
        List<Long> sorted = freshness.stream().sorted().toList();
        freshness.clear();
        System.out.printf(
                "freshness of %d orders %s the backfill, one after the other, polled every 25 ms: p50 %d ms, p99 %d ms%n",
                sorted.size(), when, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100));
    }

    /** In a process of its own, as {@code kill -9} does. */
    private static void killAReaderOnItsWay(Path home) throws Exception {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Makolet.class.getName(),
                        "backfill",
                        "--rate",
                        "100",
                        "--home",
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(Patience.of(PATIENCE)
                            .until(() -> percents(home).values().stream().anyMatch(percent -> percent >= 25)))
                    .isTrue();
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(percents(home).values()).allMatch(percent -> percent < 100);
    }

    private static void awaitApplied(LocalSystem system, BackfillShop shop) throws Exception {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            for (Map.Entry<String, Integer> one : shop.customers().entrySet()) {
                assertThat(Patience.of(PATIENCE)
                                .until(() -> customer(client, one.getKey())
                                                .getVersion()
                                                .getApplied()
                                        >= one.getValue()))
                        .isTrue();
                assertThat(customer(client, one.getKey()).getVersion().getApplied())
                        .as("%s, %s", one.getKey(), shop)
                        .isEqualTo((long) one.getValue());
            }
        }
    }

    private static void awaitMemberships(LocalSystem system, BackfillShop shop) throws Exception {
        long now = System.currentTimeMillis();
        for (String customer : shop.customers().keySet()) {
            List<String> expected = new ArrayList<>();
            for (String segment : List.of("buyers", "often", "quick", "silent", "spent")) {
                expected.add(segment + (shop.isMember(customer, segment, now) ? " TRUE" : " FALSE"));
            }
            List<List<String>> last = new ArrayList<>();
            boolean shown = Patience.of(PATIENCE).until(() -> {
                List<String> found = new ArrayList<>();
                memberships(system, customer).forEach((id, value) -> found.add(id + " " + value));
                last.add(found.stream().sorted().toList());
                return last.get(last.size() - 1).equals(expected);
            });
            assertThat(shown)
                    .as("%s is %s, expected %s", customer, last.get(last.size() - 1), expected)
                    .isTrue();
        }
    }

    /** Of those who bought nothing since, the later segments have just their members, who came in by the backfill. */
    private static void onlyTheBackfillMoved(LocalSystem system, BackfillShop shop) throws Exception {
        List<String> expected = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (int i = ACTIVE; i < CUSTOMERS; i++) {
            for (String segment : LATER) {
                if (shop.isMember("c" + i, segment, now)) {
                    expected.add("c" + i + " " + segment);
                }
            }
        }
        // Who was in at their last order, and went out by time since, is told so too.
        Set<String> told = new TreeSet<>();
        for (SegmentTransition transition : transitions(system, shop)) {
            boolean active = Integer.parseInt(transition.getCustomerId().substring(1)) < ACTIVE;
            if (LATER.contains(transition.getSegmentId()) && !active) {
                assertThat(transition.getCause()).as(transition.toString()).isEqualTo(TransitionCause.BACKFILL);
                assertThat(transition.getEventId()).as(transition.toString()).isNull();
                String membership = transition.getCustomerId() + " " + transition.getSegmentId();
                if (transition.getValue() == 1) {
                    told.add(membership);
                } else {
                    told.remove(membership);
                }
            } else if (LATER.contains(transition.getSegmentId())) {
                assertThat(transition.getCause()).isIn(TransitionCause.BACKFILL, TransitionCause.EVENT);
            }
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected).hasSizeGreaterThan(100);
    }

    /** All that are committed when the backfill's own are. */
    private static List<SegmentTransition> transitions(LocalSystem system, BackfillShop shop) throws Exception {
        long now = System.currentTimeMillis();
        long members = shop.customers().keySet().stream()
                .mapToLong(customer -> LATER.stream()
                        .filter(segment -> shop.isMember(customer, segment, now))
                        .count())
                .sum();
        List<SegmentTransition> found = new ArrayList<>();
        String topic = Topic.SEGMENT_TRANSITIONS.topicName();
        try (ConfluentRegistry registry = new ConfluentRegistry(
                        RegistryConfig.of(system.endpoints().registry()));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", system.endpoints().kafka(), "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            RecordReader reader = new RecordReader(registry);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean all = Patience.of(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    found.add((SegmentTransition) reader.read(record.value()));
                }
                return members(found) >= members;
            });
            assertThat(all).as("%d of %d transitions", found.size(), members).isTrue();
        }
        return found;
    }

    /** So many memberships of later segments were told to have begun and not to have ended. */
    private static long members(List<SegmentTransition> transitions) {
        return transitions.stream()
                .filter(transition -> LATER.contains(transition.getSegmentId()))
                .mapToInt(transition -> transition.getValue() == 1 ? 1 : -1)
                .sum();
    }

    private static Customer customer(ServingClient client, String id) {
        return client.personalization()
                .getCustomer(GetCustomerRequest.newBuilder().setCustomerId(id).build());
    }

    private static Map<String, String> memberships(LocalSystem system, String customer) throws Exception {
        Map<String, String> memberships = new TreeMap<>();
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            for (SegmentMembership one : customer(client, customer).getSegmentsList()) {
                String reason = one.getValue() == Truth.UNKNOWN ? " " + one.getReason() : "";
                memberships.put(one.getId(), one.getValue() + reason);
            }
        }
        return memberships;
    }

    /** How much of their past has been read in, of the segments that warm. */
    private static Map<String, Integer> percents(Path home) throws Exception {
        Map<String, Integer> percents = new TreeMap<>();
        for (JsonNode d :
                new ObjectMapper().readTree(run(home, "list", "--json")).path("definitions")) {
            if (d.has("backfilled_percent")) {
                assertThat(d.path("status").asText()).isEqualTo("warming");
                percents.put(d.path("id").asText(), d.path("backfilled_percent").asInt());
            }
        }
        return percents;
    }

    private static String run(Path home, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        int exit = Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return out.toString().strip();
    }

    private void publish(Path home, String documents) throws Exception {
        Path definitions = Files.createTempDirectory(folder, "definitions");
        Files.writeString(definitions.resolve("segments.yaml"), documents);
        Publishing.into(home).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
    }

    private static LocalSystem start(Path home) throws Exception {
        return LocalSystem.start(LocalConfig.in(home).withPorts(Ports.free()), new Progress() {
            @Override
            public void ready(String part, String address, Duration sinceStart) {}

            @Override
            public void stopped(String part) {}

            @Override
            public void notice(String part, String message) {}
        });
    }
}
