package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.makolet.avro.Command;
import io.makolet.avro.Erasure;
import io.makolet.domain.identity.Link;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinksFunctionTest {

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void saysToEachIdWhoseItIs() throws Exception {
        try (var harness = harness(null)) {
            state(harness, Link.seen("customer:ann", "anonymous:phone", T, "1"), T);
            assertThat(assigned(harness, Kind.ASSIGNED))
                    .containsOnly(entry("ann", "ann"), entry("anonymous:phone", "ann"));
            state(harness, Link.seen("anonymous:phone", "email:a@b", T, "2"), T);
            assertThat(assigned(harness, Kind.ASSIGNED))
                    .containsOnly(entry("ann", "ann"), entry("anonymous:phone", "ann"), entry("email:a@b", "ann"));
            state(harness, Link.stated("customer:ann", "anonymous:phone", false, T, "3"), T);
            assertThat(assigned(harness, Kind.ASSIGNED))
                    .containsOnly(
                            entry("ann", "ann"),
                            entry("anonymous:phone", "anonymous:phone"),
                            entry("email:a@b", "anonymous:phone"));
        }
    }

    @Test
    void saysItAgainWhereAStatementChangesNothing() throws Exception {
        try (var harness = harness(null)) {
            state(harness, Link.stated("customer:ann", "customer:bob", false, T, "2"), T);
            state(harness, Link.stated("customer:ann", "customer:bob", true, T - 1, "1"), T);
            assertThat(assigned(harness, Kind.ASSIGNED)).containsOnly(entry("ann", "ann"), entry("bob", "bob"));
        }
    }

    @Test
    void knowsAllStatementsAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(null)) {
            state(harness, Link.seen("customer:ann", "anonymous:phone", T, "1"), T);
            snapshot = harness.snapshot(1, T);
        }
        try (var harness = harness(snapshot)) {
            state(harness, Link.seen("customer:ann", "anonymous:tablet", T, "2"), T);
            assertThat(assigned(harness, Kind.ASSIGNED)).containsKeys("anonymous:phone", "anonymous:tablet");
        }
    }

    @Test
    void erasesTheOtherIdsOfWhoIsErased() throws Exception {
        try (var harness = harness(null)) {
            state(harness, Link.seen("customer:ann", "anonymous:phone", T, "1"), T);
            state(harness, Link.stated("anonymous:phone", "customer:bob", true, T, "2"), T);
            assigned(harness, Kind.ASSIGNED);
            byte[] forget = Samples.forget("ann", T + 1);
            harness.processElement(new LogRecord(Kind.UNTIMED, Topic.COMMANDS, 0, 0, T + 1, T + 1, "ann", forget), T);

            assertThat(taken(harness, LinksOperator.ERASURES)).containsOnlyKeys("anonymous:phone", "bob");
            assertThat(taken(harness, LinksOperator.COMMANDS)).hasSize(2).allSatisfy((id, record) -> {
                assertThat(((Command) record).getType()).isEqualTo("forget");
                assertThat(((Command) record).getIssuedAt()).isEqualTo(Instant.ofEpochMilli(T + 1_000));
            });
            assertThat(assigned(harness, Kind.RELEASED))
                    .doesNotContainKey("ann")
                    .containsKey("anonymous:phone");

            state(harness, Link.seen("customer:ann", "anonymous:phone", T, "late"), T);
            assertThat(assigned(harness, Kind.ASSIGNED))
                    .as("what happened before the erasure")
                    .isEmpty();
        }
    }

    @Test
    void erasesThemAlsoWhereItGoesOnFromBefore() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(null)) {
            state(harness, Link.seen("customer:ann", "anonymous:phone", T, "1"), T);
            snapshot = harness.snapshot(1, T);
        }
        surroundings.erase("ann", T + 1);
        try (var harness = harness(snapshot)) {
            harness.processWatermark(T);
            assertThat(taken(harness, LinksOperator.ERASURES))
                    .containsOnlyKeys("anonymous:phone")
                    .allSatisfy((id, record) ->
                            assertThat(((Erasure) record).getCustomerId()).isEqualTo(id));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static void state(
            KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness, Link link, long at)
            throws Exception {
        harness.processElement(
                Statements.record(link, new LogRecord(Kind.TIMED, Topic.PURCHASES, 0, 0, at, at, "", null)), at);
    }

    /** The person of each id that was told whose it is, since the last time. */
    private static Map<String, String> assigned(
            KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness, Kind kind) {
        Map<String, String> assigned = new TreeMap<>();
        for (LogRecord record : harness.extractOutputValues()) {
            if (record.kind() == kind) {
                byte[] person = Objects.requireNonNull(record.value());
                assigned.put(record.key(), new String(person, StandardCharsets.UTF_8));
            }
        }
        harness.getOutput().clear();
        return assigned;
    }

    private static Map<String, SpecificRecord> taken(
            KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness, OutputTag<TopicRecord> side) {
        Map<String, SpecificRecord> taken = new TreeMap<>();
        harness.getSideOutput(side).forEach(record -> {
            byte[] key = Objects.requireNonNull(record.getValue().key());
            taken.put(
                    new String(key, StandardCharsets.UTF_8),
                    TestLog.decode(record.getValue().value()));
        });
        return taken;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness(
            @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new LinksOperator(surroundings), (LogRecord record) -> LinksOperator.KEY, Types.STRING);
        harness.setup(LogRecordSerializer.INSTANCE);
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
