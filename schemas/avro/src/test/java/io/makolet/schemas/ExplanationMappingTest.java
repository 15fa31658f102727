package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.domain.explain.Explanation;
import org.junit.jupiter.api.Test;

class ExplanationMappingTest {

    private final BuiltInRegistry registry = new BuiltInRegistry();

    private io.makolet.avro.Explanation overTheWire(io.makolet.avro.Explanation value) throws PoisonException {
        byte[] bytes = RecordWriter.of(registry, Topic.EXPLANATIONS, io.makolet.avro.Explanation.class)
                .write(value);
        return (io.makolet.avro.Explanation) new RecordReader(registry).read(bytes);
    }

    @Test
    void comesBackTheSame() throws PoisonException {
        Explanation explanation = Explanations.full();

        io.makolet.avro.Explanation there = overTheWire(ExplanationMapping.toAvro("r-1", explanation));

        assertThat(ExplanationMapping.toDomain(there)).contains(explanation);
        assertThat(there.getRequestId()).isEqualTo("r-1");
        assertThat(there.getSegmentId()).isEqualTo("everything");
    }

    @Test
    void saysThatThereIsNoSuchSegment() throws PoisonException {
        io.makolet.avro.Explanation there =
                overTheWire(ExplanationMapping.noSuchSegment("r-1", "c", "nothing", 1_300_000_000_000L));

        assertThat(ExplanationMapping.toDomain(there)).isEmpty();
    }

    @Test
    void refusesFindingsThatDoNotGoWithTheCondition() {
        io.makolet.avro.Explanation value = ExplanationMapping.toAvro("r-1", Explanations.full());
        value.getSegment().getWhen().setParts(java.util.List.of());

        PoisonException poison = catchThrowableOfType(PoisonException.class, () -> ExplanationMapping.toDomain(value));

        assertThat(poison.reason()).isEqualTo(PoisonException.Reason.INVALID_VALUE);
        assertThat(poison).hasMessageContaining("0 findings");
    }
}
