package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.makolet.avro.SegmentTransition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The example shop on a running system whose clock is the log's, into which its orders are replayed step by step. */
final class ReplayedShop implements AutoCloseable {

    private final Path home;
    private MakoletProcess system;

    private ReplayedShop(MakoletProcess system) {
        this.home = system.home();
        this.system = system;
    }

    /** Starts a system on a new home and publishes the shop's definitions. */
    static ReplayedShop open(Path home) throws Exception {
        return on(start(home));
    }

    /** Publishes the shop's definitions to a system. */
    static ReplayedShop on(MakoletProcess system) throws Exception {
        Cli.run("publish", OnlineRetail.definitions(), "--home", system.home().toString())
                .ok();
        return new ReplayedShop(system);
    }

    private static MakoletProcess start(Path home) throws IOException {
        return MakoletProcess.up(home, "--clock", "log");
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
        system = start(home);
        replay(until, options);
    }

    private List<String> command(String until, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "replay",
                OnlineRetail.orders(),
                "--mapping",
                OnlineRetail.mapping(),
                "--until",
                until,
                "--home",
                home.toString()));
        command.addAll(List.of(options));
        return command;
    }

    /** Asks every customer over gRPC, and compares with the reference at an instant. */
    void compareWithReference(String instant) throws Exception {
        Reference reference = new Reference();
        Map<String, Set<String>> served = Serving.members(system.address("grpc"), OnlineRetail.customers());
        for (String segment : OnlineRetail.SEGMENTS) {
            assertThat(served.getOrDefault(segment, Set.of()))
                    .as("%s at %s", segment, instant)
                    .isEqualTo(reference.members(instant, segment));
        }
    }

    /** Compares the committed transitions with a fold of the log by one thread, up to an instant. */
    void compareTransitionsWithFold(String instant) throws Exception {
        String bootstrapServers = system.address("kafka");
        try (ConfluentRegistry registry = new ConfluentRegistry(RegistryConfig.of(system.address("registry")))) {
            RecordReader reader = new RecordReader(registry);
            long timersRan = Instant.parse(instant + "Z").toEpochMilli() - 5_000;
            Set<Fold.Told> expected = new Fold(reader).transitions(bootstrapServers, Topic.PURCHASES, timersRan);
            List<Fold.Told> told = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : Topics.read(bootstrapServers, Topic.SEGMENT_TRANSITIONS)) {
                SegmentTransition transition = (SegmentTransition) reader.read(record.value());
                String customer = new String(record.key(), StandardCharsets.UTF_8);
                told.add(Fold.Told.of(customer, TransitionMapping.toDomain(transition)));
            }
            assertThat(told).as("transitions, none twice").doesNotHaveDuplicates();
            assertThat(new TreeSet<>(told)).isEqualTo(expected);
        }
    }

    @Override
    public void close() throws InterruptedException {
        system.close();
    }
}
