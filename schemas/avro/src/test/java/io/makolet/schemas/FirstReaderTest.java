package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.ConditionNode;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * What a reader of the first release makes of today's conditions. It drops the members that came later, so a window of the
 * calendar under the op it knows would look like a whole life to it, and the segment would be wrong without a word. It
 * refuses ops and functions it does not know: whatever it can't say must therefore be hidden behind one of those.
 */
class FirstReaderTest {

    private static final Path FIRST = Path.of("src", "test", "resources", "released", "v1", "Definition.avsc");
    private static final long SEED = 41;

    /** What the first release's mapping knew. */
    private static final Set<String> OPS = Set.of("all", "any", "not", "in", "cel", "aggregate", "recency");

    private static final Set<String> FUNCTIONS = Set.of("count", "sum", "first", "last");

    private final BuiltInRegistry registry = new BuiltInRegistry();
    private final RecordWriter<io.makolet.avro.Definition> writer =
            RecordWriter.of(registry, Topic.DEFINITIONS, io.makolet.avro.Definition.class);

    @Test
    void refusesOrReadsTheSame() throws Exception {
        Schema first = new Schema.Parser().parse(Files.readString(FIRST));
        RandomDefinitions random = new RandomDefinitions(SEED);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            Condition condition = random.condition(2);
            ConditionNode seen = throughTheEyesOf(first, condition);
            if (refuses(seen)) {
                refused++;
            } else {
                read++;
                assertThat(ConditionMapping.toDomain(seen))
                        .as("seed %d, condition %d", SEED, i)
                        .isEqualTo(condition);
            }
            assertThat(refuses(seen))
                    .as("seed %d, condition %d: refused where it could be read: %s", SEED, i, condition)
                    .isEqualTo(condition.all().anyMatch(FirstReaderTest::isNew));
        }
        assertThat(read).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void refusesASegmentWithAStay() throws Exception {
        Schema first = new Schema.Parser().parse(Files.readString(FIRST));
        Condition condition = new Condition.In("t");
        assertThat(refuses(throughTheEyesOf(first, new SegmentDefinition(null, condition))))
                .isFalse();
        assertThat(refuses(throughTheEyesOf(
                        first, new SegmentDefinition(null, condition, new RandomDefinitions(SEED).stay()))))
                .isTrue();
    }

    private ConditionNode throughTheEyesOf(Schema first, Condition condition) throws Exception {
        return throughTheEyesOf(first, new SegmentDefinition(null, condition));
    }

    private ConditionNode throughTheEyesOf(Schema first, SegmentDefinition segment) throws Exception {
        Definition definition =
                new Definition("s", 1, 0, Definition.Status.LIVE, "", "", 0, "", new Definition.SegmentBody(segment));
        byte[] value = writer.write(DefinitionMapping.toAvro(definition));
        GenericRecord seen = GenericWire.as(first, value, io.makolet.avro.Definition.getClassSchema());
        RecordReader reader = new RecordReader(new FixedRegistry().with(1, first));
        return ((io.makolet.avro.Definition) reader.read(GenericWire.write(1, seen)))
                .getSegment()
                .getWhen();
    }

    private static boolean refuses(ConditionNode node) {
        boolean function = node.getOp().equals("aggregate") && !FUNCTIONS.contains(node.getFunction());
        return function
                || !OPS.contains(node.getOp())
                || node.getChildren().stream().anyMatch(FirstReaderTest::refuses);
    }

    private static boolean isNew(Condition condition) {
        if (condition instanceof Condition.Aggregate aggregate) {
            return isNew(aggregate.measure().spec())
                    || !Set.of(Function.COUNT, Function.SUM, Function.FIRST, Function.LAST)
                            .contains(aggregate.measure().function());
        }
        return condition instanceof Condition.Recency recency
                ? isNew(recency.spec())
                : condition instanceof Condition.AtLeast
                        || condition instanceof Condition.Ratio
                        || condition instanceof Condition.Sequence
                        || condition instanceof Condition.Anniversary
                        || condition instanceof Condition.Season
                        || condition instanceof Condition.Sample
                        || condition instanceof Condition.Listed
                        || condition instanceof Condition.Near
                        || condition instanceof Condition.Nearest
                        || condition instanceof Condition.Replenish
                        || condition instanceof Condition.Gap
                        || condition instanceof Condition.Top;
    }

    private static boolean isNew(AggregateSpec spec) {
        return spec.since() != null
                || spec.window() instanceof Window.Calendar
                || spec.window() instanceof Window.LastN;
    }
}
