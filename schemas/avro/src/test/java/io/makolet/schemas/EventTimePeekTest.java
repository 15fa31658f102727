package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.makolet.avro.Command;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.PoisonException.Reason;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class EventTimePeekTest {

    private static final long SEED = 11;

    private final BuiltInRegistry registry = new BuiltInRegistry();
    private final Writers writers = new Writers(registry);
    private final EventTimePeek peek = new EventTimePeek(registry);
    private final RandomRecords records = new RandomRecords(SEED);

    @Test
    void readsTheTimeOfEveryEvent() throws PoisonException {
        for (int i = 0; i < 2_000; i++) {
            SpecificRecord event = records.event();
            byte[] value = writers.write(event);

            long expected = java.util.Objects.requireNonNull(EventMapping.headerOf(event))
                    .getEventTime()
                    .toEpochMilli();
            assertThat(peek.eventTime(value)).as("seed %d, record %d", SEED, i).isEqualTo(expected);
            assertThat(peek.isHeartbeat(value)).isFalse();
        }
    }

    @Test
    void tellsHeartbeatsApart() throws PoisonException {
        byte[] value = RecordWriter.ofHeartbeats(registry)
                .write(new Heartbeat(Instant.ofEpochMilli(1_300_000_000_000L), "replay", false));

        assertThat(peek.isHeartbeat(value)).isTrue();
        assertThat(peek.eventTime(value)).isEqualTo(1_300_000_000_000L);
    }

    @Test
    void readsWhenACommandWasIssued() throws PoisonException {
        Command command = new Command(
                Instant.ofEpochMilli(-1), "c1", "touch", "default", "", null, Map.of(), null, null, List.of());
        byte[] value = RecordWriter.of(registry, Topic.COMMANDS, Command.class).write(command);

        assertThat(peek.eventTime(value)).isEqualTo(-1);
    }

    @Test
    void refusesRecordsThatHaveNoEventTime() {
        byte[] value = RecordWriter.ofViewProgress(registry)
                .write(new ViewProgress(7L, 1, 2, Instant.ofEpochMilli(5), Instant.ofEpochMilli(6), 8L));

        PoisonException poison = catchThrowableOfType(PoisonException.class, () -> peek.eventTime(value));

        assertThat(poison.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(poison).hasMessageContaining("record io.makolet.avro.ViewProgress has no event time");
    }

    @Test
    void refusesATimeThatEndsTooSoonOrNever() {
        byte[] value = writers.write(records.clickstream());
        byte[] none = Arrays.copyOf(value, WireFormat.PAYLOAD);
        byte[] endless = Arrays.copyOf(value, WireFormat.PAYLOAD + 12);
        Arrays.fill(endless, WireFormat.PAYLOAD, endless.length, (byte) 0x80);

        for (byte[] broken : List.of(none, endless)) {
            PoisonException poison = catchThrowableOfType(PoisonException.class, () -> peek.eventTime(broken));
            assertThat(poison.reason()).isEqualTo(Reason.UNDECODABLE);
        }
    }

    @Test
    void allocatesNothing() throws PoisonException {
        byte[][] values = new byte[64][];
        Arrays.setAll(values, i -> writers.write(records.event()));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (byte[] value : values) {
            sum += peek.eventTime(value);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            sum += peek.eventTime(values[i & 63]) + (peek.isHeartbeat(values[i & 63]) ? 1 : 0);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The measurement itself allocates a little; one object per call would be more than a megabyte.
        assertThat(allocated)
                .as("bytes in 100,000 calls that summed to %d", sum)
                .isLessThan(100_000);
    }
}
