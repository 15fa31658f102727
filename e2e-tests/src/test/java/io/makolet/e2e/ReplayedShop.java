package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.makolet.avro.SegmentTransition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** A shop on a running system whose clock is the log's, into which its events are replayed step by step. */
final class ReplayedShop implements AutoCloseable {

    private static final Duration COMMITTED = Duration.ofSeconds(30);

    private final Shop shop;
    private final Path home;
    private final List<String> options = new ArrayList<>(List.of("--clock", "log"));
    private MakoletProcess system;

    private ReplayedShop(Shop shop, MakoletProcess system) {
        this.shop = shop;
        this.home = system.home();
        this.system = system;
    }

    /** Starts a system on a new home and publishes the shop's definitions. */
    static ReplayedShop open(Shop shop, Path home) throws Exception {
        return on(shop, MakoletProcess.up(home, "--clock", "log"));
    }

    /** Publishes the shop's definitions to a system. */
    static ReplayedShop on(Shop shop, MakoletProcess system) throws Exception {
        Cli.run("publish", shop.definitions(), "--home", system.home().toString())
                .ok();
        return new ReplayedShop(shop, system);
    }

    /** Stops the system and starts it again, now and from now on with these options beside the clock. */
    void restartWith(String... more) throws Exception {
        system.close();
        options.subList(2, options.size()).clear();
        options.addAll(List.of(more));
        start();
    }

    private void start() throws IOException {
        system = MakoletProcess.up(home, options.toArray(String[]::new));
    }

    /** Replays up to an instant and waits until everything is served; returns the command's summary. */
    JsonNode replay(String until, String... options) throws Exception {
        List<String> command = command(until, options);
        command.add("--json");
        JsonNode summary = Cli.run(command.toArray(String[]::new)).ok().json();
        assertThat(summary.path("rejected").asInt(-1)).isZero();
        return summary;
    }

    /** Starts a replay up to an instant, which ends when all events are in the log. */
    Cli.Running startReplay(String until, String... options) throws IOException {
        List<String> command = command(until, options);
        command.add("--no-wait");
        return Cli.start(command);
    }

    /** Kills all processes in the middle of a replay, starts them again, and finishes the replay. */
    void replayThroughKill(String until, long viewsBefore, String... options) throws Exception {
        Cli.Running replay = startReplay(until, options);
        Serving.awaitNewViews(system.address("grpc"), viewsBefore);
        system.kill();
        assertThat(replay.answer()).isNotNull();
        start();
        replay(until, options);
    }

    private List<String> command(String until, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "replay", shop.events(), "--mapping", shop.mapping(), "--until", until, "--home", home.toString()));
        command.addAll(List.of(options));
        return command;
    }

    /** Asks every customer over gRPC, and compares with the reference at an instant. */
    void compareWithReference(String instant) throws Exception {
        Map<String, Set<String>> served = Serving.members(system.address("grpc"), shop.customers());
        Reference reference = shop.reference();
        for (String segment : reference.segments()) {
            assertThat(served.getOrDefault(segment, Set.of()))
                    .as("%s at %s", segment, instant)
                    .isEqualTo(reference.members(instant, segment));
        }
    }

    /**
     * Compares the committed transitions with a fold of the log by one thread, up to an instant. They are committed with the
     * checkpoint after the views that tell of them.
     */
    void compareTransitionsWithFold(String instant) throws Exception {
        String bootstrapServers = system.address("kafka");
        try (ConfluentRegistry registry = new ConfluentRegistry(RegistryConfig.of(system.address("registry")))) {
            RecordReader reader = new RecordReader(registry);
            long timersRan = Instant.parse(instant + "Z").toEpochMilli() - 5_000;
            Set<Fold.Told> expected = new Fold(reader).transitions(bootstrapServers, Topic.PURCHASES, timersRan);
            Awaitility.await("transitions")
                    .atMost(COMMITTED)
                    .pollInterval(Duration.ofSeconds(1))
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> compare(told(bootstrapServers, reader), expected));
        }
    }

    private static List<Fold.Told> told(String bootstrapServers, RecordReader reader) throws PoisonException {
        List<Fold.Told> told = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : Topics.read(bootstrapServers, Topic.SEGMENT_TRANSITIONS)) {
            SegmentTransition transition = (SegmentTransition) reader.read(record.value());
            String customer = new String(record.key(), StandardCharsets.UTF_8);
            told.add(Fold.Told.of(customer, TransitionMapping.toDomain(transition)));
        }
        return told;
    }

    private static void compare(List<Fold.Told> told, Set<Fold.Told> expected) {
        assertThat(told).as("transitions, none twice").doesNotHaveDuplicates();
        Set<Fold.Told> missing = new TreeSet<>(expected);
        told.forEach(missing::remove);
        Set<Fold.Told> unexpected = new TreeSet<>(told);
        unexpected.removeAll(expected);
        assertThat(missing)
                .as("missing of %s transitions, beside which unexpected are %s", expected.size(), unexpected)
                .isEmpty();
        assertThat(unexpected)
                .as("unexpected beside %s transitions", expected.size())
                .isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        system.close();
    }
}
