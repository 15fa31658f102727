package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.avro.Command;
import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackfillMappingTest {

    private final BuiltInRegistry registry = new BuiltInRegistry();
    private final RecordReader reader = new RecordReader(registry);

    @Test
    void readsABackfill() throws PoisonException {
        io.makolet.avro.Backfill record = record("live");
        io.makolet.avro.Backfill read = (io.makolet.avro.Backfill)
                reader.read(RecordWriter.ofBackfills(registry).write(record));
        assertThat(read).hasToString(record.toString());
        assertThat(BackfillMapping.toDomain(read)).isEqualTo(new Backfill(3, Set.of(-7L, 9L), Status.LIVE));
    }

    @Test
    void refusesAStatusItDoesNotKnow() {
        assertThatThrownBy(() -> BackfillMapping.toDomain(record("boiling")))
                .isInstanceOf(PoisonException.class)
                .hasMessage("backfill 3 of status 'boiling', expected one of [warming, live, retired] and a number of 1"
                        + " or greater");
    }

    @Test
    void bringsARecordAsItLiesInTheLog() throws PoisonException {
        BackfillMapping.Brought brought =
                new BackfillMapping.Brought(3, Topic.PURCHASES, 5, 1L << 40, 1_300_000_000_000L, new byte[] {0, 1, 2});
        byte[] written = RecordWriter.of(registry, Topic.COMMANDS, Command.class)
                .write(BackfillMapping.command(brought, Instant.EPOCH));
        BackfillMapping.Brought read = BackfillMapping.brought((Command) reader.read(written));
        assertThat(read).usingRecursiveComparison().isEqualTo(brought);
    }

    @Test
    void saysWhatIsWrongWithACommand() {
        Command command = BackfillMapping.command(
                new BackfillMapping.Brought(3, Topic.PURCHASES, 5, 6, 7, new byte[0]), Instant.EPOCH);
        command.setArguments(Map.of("backfill", "3", "topic", "makolet.purchases", "partition", "five"));
        assertThatThrownBy(() -> BackfillMapping.brought(command))
                .hasMessage("command 'backfill' with partition 'five', expected a whole number from 0 on");
        command.setArguments(Map.of("topic", "makolet.views"));
        assertThatThrownBy(() -> BackfillMapping.brought(command))
                .hasMessage("command 'backfill' about topic 'makolet.views' with a payload, expected a topic of events"
                        + " and a payload");
    }

    private static io.makolet.avro.Backfill record(String status) {
        return io.makolet.avro.Backfill.newBuilder()
                .setNumber(3)
                .setStatus(status)
                .setIds(List.of(-7L, 9L))
                .setEventTypes(List.of("purchase"))
                .setReachMillis(5L)
                .setPublishedAt(Instant.EPOCH)
                .build();
    }
}
