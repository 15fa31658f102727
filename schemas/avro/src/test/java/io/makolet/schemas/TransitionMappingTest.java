package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.DeadLetter;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import io.makolet.schemas.PoisonException.Reason;
import org.junit.jupiter.api.Test;

class TransitionMappingTest {

    private static final long DETECTED = 1_700_000_000_000L;

    @Test
    void comesBackTheSame() throws PoisonException {
        for (Transition.Cause cause : Transition.Cause.values()) {
            for (Truth value : Truth.values()) {
                Transition transition =
                        new Transition("s1", 3, 9, value, 1_300_000_000_000L, cause, value == Truth.TRUE ? "e1" : null);

                SegmentTransition there = TransitionMapping.toAvro("c1", transition, DETECTED);

                assertThat(TransitionMapping.toDomain(there)).isEqualTo(transition);
                assertThat(there.getCustomerId()).isEqualTo("c1");
                assertThat(there.getDetectedAt().toEpochMilli()).isEqualTo(DETECTED);
            }
        }
    }

    @Test
    void refusesACauseOfTheFuture() {
        SegmentTransition transition = TransitionMapping.toAvro(
                "c1", new Transition("s1", 3, 9, Truth.TRUE, 0, Transition.Cause.EVENT, null), DETECTED);
        transition.setCause(TransitionCause.UNKNOWN);

        PoisonException poison =
                catchThrowableOfType(PoisonException.class, () -> TransitionMapping.toDomain(transition));

        assertThat(poison.reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void tellsADeadLetterWhereTheRecordLies() {
        PoisonException poison = new PoisonException(Reason.UNKNOWN_SCHEMA, "schema id 7, expected ...", 7);

        DeadLetter letter = DeadLetterMapping.toAvro("makolet.purchases", 3, 42, 5, poison, "customer", 6);

        assertThat(letter)
                .hasToString("{\"topic\": \"makolet.purchases\", \"partition\": 3, \"offset\": 42,"
                        + " \"append_time\": \"1970-01-01T00:00:00.005Z\", \"reason\": \"unknown_schema\","
                        + " \"message\": \"schema id 7, expected ...\", \"schema_id\": 7, \"stage\": \"customer\","
                        + " \"detected_at\": \"1970-01-01T00:00:00.006Z\"}");
    }
}
