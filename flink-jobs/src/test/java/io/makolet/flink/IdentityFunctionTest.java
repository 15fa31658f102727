package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.makolet.avro.DeadLetter;
import io.makolet.avro.Identity;
import io.makolet.domain.identity.Link;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closing Flink's harness may throw anything, so also InterruptedException
class IdentityFunctionTest {

    private static final long T = 1_700_000_000_000L;
    private static final Identity ANONYMOUS = new Identity("anonymous", "cookie-7");
    private static final Identity ITSELF = new Identity("customer", "ann");

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void passesRecordsThroughAsTheyAre() throws Exception {
        try (var harness = harness(null)) {
            LogRecord event = purchase("ann", Samples.purchase("1", T));
            LogRecord poison = purchase("ann", new byte[] {9});
            LogRecord command =
                    new LogRecord(Kind.UNTIMED, Topic.COMMANDS, 0, 0, T, T, "ann", Samples.command("touch"));
            harness.processElement(event, T);
            harness.processElement(poison, T);
            harness.processElement(command, T);

            assertThat(harness.extractOutputValues()).containsExactly(event, poison, command);
        }
    }

    @Test
    void refusesARecordWithoutAKey() throws Exception {
        try (var harness = harness(null)) {
            harness.processElement(purchase("", Samples.purchase("1", T)), T);

            assertThat(harness.extractOutputValues()).isEmpty();
            StreamRecord<TopicRecord> letter =
                    harness.getSideOutput(DeadLetters.OUTPUT).remove();
            DeadLetter read = (DeadLetter) TestLog.decode(letter.getValue().value());
            assertThat(read.getReason()).isEqualTo("missing_key");
            assertThat(read.getStage()).isEqualTo("identity");
            assertThat(letter.getValue().key()).isNull();
        }
    }

    @Test
    void refusesAKeyThatCantBeOne() throws Exception {
        try (var harness = harness(null)) {
            harness.processElement(purchase("\0progress/0", Samples.purchase("1", T)), T);
            harness.processElement(purchase("a".repeat(513), Samples.purchase("2", T)), T);
            Identity nobody = new Identity("customer", "");
            harness.processElement(purchase("ann", Samples.purchase("3", T, nobody)), T);

            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(statements(harness)).isEmpty();
            assertThat(harness.getSideOutput(DeadLetters.OUTPUT))
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(((DeadLetter)
                                            TestLog.decode(letter.getValue().value()))
                                    .getReason())
                            .isEqualTo("invalid_value"));
        }
    }

    @Test
    void remembersOtherIdsOfThePersonAcrossARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(null)) {
            harness.processElement(purchase("ann", Samples.purchase("1", T, ANONYMOUS, ITSELF)), T);
            harness.processElement(purchase("ann", Samples.purchase("2", T + 5, ANONYMOUS)), T);
            harness.processElement(purchase("bob", Samples.purchase("3", T)), T);
            assertThat(statements(harness))
                    .extracting(Link::one, Link::other, Link::linked, Link::seen, Link::time)
                    .containsExactly(tuple("anonymous:cookie-7", "customer:ann", true, true, T));
            snapshot = harness.snapshot(1, T);
        }

        try (var harness = harness(snapshot)) {
            harness.processElement(purchase("ann", Samples.purchase("4", T, ANONYMOUS)), T);
            assertThat(statements(harness)).as("what was said already").isEmpty();
            assertThat(harness.numKeyedStateEntries())
                    .as("only who has other ids has state")
                    .isEqualTo(1);
            MapState<String, Long> said = state(harness, "said", "ann");
            assertThat(said.entries()).singleElement().satisfies(link -> {
                assertThat(link.getKey()).isEqualTo("anonymous:cookie-7");
                assertThat(link.getValue()).isEqualTo(T);
            });
        }
    }

    @Test
    void saysWhatAnEarlierVersionHasSeen() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(null)) {
            state(harness, "links", "ann").put("loyalty:7", T - 9);
            snapshot = harness.snapshot(1, T);
        }
        try (var harness = harness(snapshot)) {
            harness.processElement(purchase("bob", Samples.purchase("1", T)), T);
            assertThat(statements(harness)).containsExactly(Link.seen("customer:ann", "loyalty:7", T - 9, ""));
            assertThat(state(harness, "links", "ann").isEmpty()).isTrue();
            harness.processElement(purchase("ann", Samples.purchase("2", T, new Identity("loyalty", "7"))), T);
            assertThat(statements(harness)).isEmpty();
        }
    }

    @Test
    void saysWhatSomebodyStates() throws Exception {
        try (var harness = harness(null)) {
            byte[] unlink = Samples.link("anonymous:7", false, T + 5);
            harness.processElement(new LogRecord(Kind.UNTIMED, Topic.COMMANDS, 0, 0, T, T, "ann", unlink), T);
            assertThat(statements(harness))
                    .containsExactly(Link.stated("customer:ann", "anonymous:7", false, T + 5, "c"));
        }
    }

    @Test
    void forgetsOtherIdsOfWhoIsErasedAndDropsWhatIsToldOfThem() throws Exception {
        try (var harness = harness(null)) {
            harness.processElement(purchase("ann", Samples.purchase("1", T, ANONYMOUS)), T);
            byte[] forget = Samples.forget("ann", T + 1);
            LogRecord command = new LogRecord(Kind.UNTIMED, Topic.COMMANDS, 0, 0, T + 1, T + 1, "ann", forget);
            harness.processElement(command, T);
            harness.processElement(purchase("ann", Samples.purchase("2", T, ANONYMOUS)), T);

            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.extractOutputValues()).hasSize(2).endsWith(command);
        }
    }

    @Test
    void forgetsWhoWasErasedSinceTheSnapshotAsItOpens() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(null)) {
            harness.processElement(purchase("ann", Samples.purchase("1", T, ANONYMOUS)), T);
            harness.processElement(purchase("bob", Samples.purchase("2", T, ANONYMOUS)), T);
            snapshot = harness.snapshot(1, T);
        }
        surroundings.erase("ann", T + 1);

        try (var harness = harness(snapshot)) {
            assertThat(harness.numKeyedStateEntries()).as("bob's").isEqualTo(1);
            assertThat(state(harness, "said", "ann").isEmpty()).isTrue();
        }
    }

    @Test
    void remembersNothingOfWhatItCantRead() throws Exception {
        try (var harness = harness(null)) {
            byte[] event = Samples.purchase("1", T, ANONYMOUS);
            byte[] truncated = Arrays.copyOf(event, 20);
            byte[] unknownSchema = event.clone();
            unknownSchema[4] = 99;
            for (byte[] value : List.of(truncated, unknownSchema, Samples.heartbeat(T), new byte[] {0, 0})) {
                harness.processElement(purchase("ann", value), T);
            }
            harness.processElement(purchase("ann", null), T);

            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.extractOutputValues()).hasSize(5);
        }
    }

    private static MapState<String, Long> state(
            KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness, String name, String key)
            throws Exception {
        harness.getOperator().setCurrentKey(key);
        return harness.getOperator()
                .getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(name, Types.STRING, Types.LONG));
    }

    private static List<Link> statements(KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness) {
        List<Link> statements = new ArrayList<>();
        var output = harness.getSideOutput(IdentityFunction.STATEMENTS);
        while (output != null && !output.isEmpty()) {
            byte[] value = output.remove().getValue().value();
            statements.add(Statements.decode(Objects.requireNonNull(value)));
        }
        return statements;
    }

    private static LogRecord purchase(String key, byte @Nullable [] value) {
        return new LogRecord(Kind.TIMED, Topic.PURCHASES, 0, 0, T, T, key, value);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, LogRecord, LogRecord> harness(
            @Nullable OperatorSubtaskState snapshot) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new IdentityOperator(new IdentityFunction(surroundings)), LogRecord::key, Types.STRING);
        harness.setup(LogRecordSerializer.INSTANCE);
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
