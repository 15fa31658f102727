package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.makolet.avro.Command;
import io.makolet.avro.Erasure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErasureMappingTest {

    private static final Instant ASKED = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final long APPENDED = ASKED.toEpochMilli() + 3;
    private static final Erasure ERASURE =
            new Erasure(ASKED, "ann", "e-1", "default", "privacy@shop.example", "asked by letter");

    @Test
    void coversTheSecondInWhichItWasAskedFor() throws PoisonException {
        var erasure = ErasureMapping.toDomain("ann", ERASURE, APPENDED);

        assertThat(erasure.customerId()).isEqualTo("ann");
        assertThat(Instant.ofEpochMilli(erasure.through())).isEqualTo("2026-03-01T12:00:01Z");
    }

    @Test
    void isTheSameInTheCommand() throws PoisonException {
        Command command = ErasureMapping.command(ERASURE);

        assertThat(command.getType()).isEqualTo("forget");
        assertThat(command.getCommandId()).isEqualTo("e-1");
        assertThat(ErasureMapping.toDomain("ann", command, APPENDED))
                .isEqualTo(ErasureMapping.toDomain("ann", ERASURE, APPENDED));
    }

    @Test
    void refusesOneThatIsAheadOfTime() {
        long longBefore = ASKED.minusSeconds(301).toEpochMilli();

        assertThat(assertThrows(PoisonException.class, () -> ErasureMapping.toDomain("ann", ERASURE, longBefore)))
                .hasMessage("erasure of 2026-03-01T12:00:00.250Z, expected not after 2026-03-01T11:59:59.250Z, when it "
                        + "was appended");
    }

    @Test
    void refusesOneOfAnotherCustomerOrAge() {
        Erasure old = Erasure.newBuilder(ERASURE).setErasedAt(Instant.EPOCH).build();

        assertThat(assertThrows(PoisonException.class, () -> ErasureMapping.toDomain("bob", ERASURE, APPENDED)))
                .hasMessageContaining("another customer");
        assertThat(assertThrows(PoisonException.class, () -> ErasureMapping.toDomain("ann", old, APPENDED)))
                .hasMessageContaining("1970-01-01T00:00:00Z, expected a whole second after 2020");
    }
}
