package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.makolet.avro.SegmentTransition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shop's half year through the real parts: the memberships equal the reference exactly. */
class OnlineRetailIT {

    @TempDir
    Path folder;

    @Test
    void membershipsEqualTheReferenceAtEveryInstant() throws Exception {
        Path home = folder.resolve("home");
        try (MakoletProcess system = MakoletProcess.up(home, "--clock", "log")) {
            Cli.run("publish", OnlineRetail.definitions(), "--home", home.toString())
                    .ok();
            for (String instant : Reference.INSTANTS) {
                replay(home, instant);
                compareWithReference(system, instant);
            }
            compareTransitionsWithFold(system, Reference.INSTANTS.get(Reference.INSTANTS.size() - 1));
        }
    }

    @Test
    void membershipsEqualTheReferenceWithDuplicatesAndAfterThreeKills() throws Exception {
        Path home = folder.resolve("home");
        MakoletProcess system = MakoletProcess.up(home, "--clock", "log");
        try {
            Cli.run("publish", OnlineRetail.definitions(), "--home", home.toString())
                    .ok();
            for (String instant : Reference.INSTANTS) {
                Cli.Running replay = Cli.start(replayCommand(home, instant, "--duplicates", "0.02", "--no-wait"));
                Serving.awaitNewViews(system.address("grpc"), 300);
                system.kill();
                assertThat(replay.answer()).isNotNull();
                system = MakoletProcess.up(home, "--clock", "log");
                Cli.run(replayCommand(home, instant, "--duplicates", "0.02").toArray(String[]::new))
                        .ok();
                compareWithReference(system, instant);
            }
            compareTransitionsWithFold(system, Reference.INSTANTS.get(Reference.INSTANTS.size() - 1));
        } finally {
            system.close();
        }
    }

    private static void replay(Path home, String until) throws Exception {
        JsonNode summary = Cli.run(replayCommand(home, until, "--json").toArray(String[]::new))
                .ok()
                .json();
        assertThat(summary.path("rejected").asInt(-1)).isZero();
        assertThat(summary.path("rows").asInt()).isPositive();
    }

    private static List<String> replayCommand(Path home, String until, String... options) {
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

    private static void compareWithReference(MakoletProcess system, String instant) throws Exception {
        Reference reference = new Reference();
        Map<String, Set<String>> served = Serving.members(system.address("grpc"), OnlineRetail.customers());
        for (String segment : OnlineRetail.SEGMENTS) {
            assertThat(served.getOrDefault(segment, Set.of()))
                    .as("%s at %s", segment, instant)
                    .isEqualTo(reference.members(instant, segment));
        }
    }

    private static void compareTransitionsWithFold(MakoletProcess system, String instant) throws Exception {
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
}
