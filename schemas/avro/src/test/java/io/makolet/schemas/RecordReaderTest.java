package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Purchase;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.PoisonException.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final long SEED = 20261101;

    private final BuiltInRegistry registry = new BuiltInRegistry();
    private final Writers writers = new Writers(registry);
    private final RecordReader reader = new RecordReader(registry);
    private final RandomRecords records = new RandomRecords(SEED);

    @Test
    void readsWhatWasWritten() throws PoisonException {
        for (int i = 0; i < 2_000; i++) {
            SpecificRecord event = records.event();
            assertThat(reader.read(writers.write(event)))
                    .as("seed %d, record %d", SEED, i)
                    .hasToString(event.toString());
        }
    }

    @Test
    void readsMarkersUnderTheirOwnIds() throws PoisonException {
        Heartbeat heartbeat = new Heartbeat(Instant.ofEpochMilli(1_300_000_000_000L), "replay", false);
        ViewProgress progress = new ViewProgress(7L, 1, 2, Instant.ofEpochMilli(5), Instant.ofEpochMilli(6), 8L);

        assertThat(reader.read(RecordWriter.ofHeartbeats(registry).write(heartbeat)))
                .hasToString(heartbeat.toString());
        assertThat(reader.read(RecordWriter.ofViewProgress(registry).write(progress)))
                .hasToString(progress.toString());
    }

    @Test
    void refusesEveryTruncationAndReadsTheNextRecordExactly() throws PoisonException {
        Purchase purchase = records.purchase();
        byte[] whole = writers.write(purchase);
        for (int length = WireFormat.PAYLOAD; length < whole.length; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);

            assertThat(refused(truncated).reason()).as("length %d", length).isEqualTo(Reason.UNDECODABLE);
            assertThat(reader.read(whole)).as("after length %d", length).hasToString(purchase.toString());
        }
    }

    @Test
    void refusesLeftOverBytes() {
        byte[] value = writers.write(records.clickstream());

        assertThat(refused(Arrays.copyOf(value, value.length + 3)))
                .hasMessageContaining("3 of " + (value.length + 3) + " bytes left over");
    }

    @Test
    void survivesAnyCorruptionAndReadsTheNextRecordExactly() throws PoisonException {
        Random random = new Random(SEED);
        int poisonous = 0;
        for (int i = 0; i < 5_000; i++) {
            SpecificRecord event = records.event();
            byte[] whole = writers.write(event);
            byte[] corrupt = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                corrupt[WireFormat.PAYLOAD + random.nextInt(whole.length - WireFormat.PAYLOAD)] =
                        (byte) random.nextInt();
            }
            try {
                assertThat(reader.read(corrupt)).isNotNull();
            } catch (PoisonException e) {
                assertThat(e.reason()).as("seed %d, record %d", SEED, i).isEqualTo(Reason.UNDECODABLE);
                poisonous++;
            }
            assertThat(reader.read(whole)).as("seed %d, record %d", SEED, i).hasToString(event.toString());
        }
        assertThat(poisonous).isGreaterThan(1_000);
    }

    @Test
    void namesWhatIsNotTheWireFormat() {
        assertThat(refused(null)).hasMessage("no value, expected a zero byte and a schema id of 4 bytes");
        assertThat(refused(new byte[] {0, 0, 0})).hasMessageStartingWith("value of 3 bytes");
        PoisonException json = refused("{\"event\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(json).hasMessageStartingWith("value that begins with byte 123");
        assertThat(json.reason()).isEqualTo(Reason.NOT_WIRE_FORMAT);
        assertThat(json.schemaId()).isNull();
    }

    @Test
    void namesAnUnknownSchemaId() {
        byte[] value = writers.write(records.clickstream());
        WireFormat.putHeader(value, 4711);

        PoisonException poison = refused(value);

        assertThat(poison.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(poison.schemaId()).isEqualTo(4711);
        assertThat(poison).hasMessageStartingWith("schema id 4711, expected ");
    }

    @Test
    void refusesARecordThatIsNoneOfOurs() {
        Schema foreign = SchemaBuilder.record("Order")
                .namespace("other.shop")
                .fields()
                .requiredInt("n")
                .endRecord();
        GenericData.Record order = new GenericData.Record(foreign);
        order.put("n", 1);

        PoisonException poison =
                refused(new RecordReader(new FixedRegistry().with(9, foreign)), GenericWire.write(9, order));

        assertThat(poison.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(poison).hasMessageContaining("record other.shop.Order, expected one of io.makolet.avro.Backfill");
    }

    @Test
    void asksTheRegistryOncePerId() throws PoisonException {
        FixedRegistry fixed = new FixedRegistry().with(5, Clickstream.getClassSchema());
        RecordReader counted = new RecordReader(fixed);
        byte[] value = writers.write(records.clickstream());
        WireFormat.putHeader(value, 5);

        for (int i = 0; i < 10; i++) {
            assertThat(counted.read(value)).isInstanceOf(Clickstream.class);
        }
        assertThat(fixed.asked).hasValue(1);

        fixed.with(6, SchemaBuilder.record("Foreign").fields().requiredInt("n").endRecord());
        WireFormat.putHeader(value, 6);
        for (int i = 0; i < 10; i++) {
            assertThat(refused(counted, value).reason()).isEqualTo(Reason.UNSUPPORTED);
        }
        assertThat(fixed.asked).hasValue(2);
    }

    @Test
    void passesOnThatTheRegistryIsUnavailable() {
        SchemaRegistry down = new ConfluentRegistry(RegistryConfig.of("http://127.0.0.1:1"));
        byte[] value = writers.write(records.clickstream());

        Throwable thrown =
                catchThrowableOfType(RegistryUnavailableException.class, () -> new RecordReader(down).read(value));

        assertThat(thrown).hasMessageStartingWith("schema registry at http://127.0.0.1:1 gave no usable answer");
    }

    @Test
    void refusesLengthsThatWouldTakeTheHeap() {
        byte[] value = writers.write(records.clickstream());
        byte[] huge = Arrays.copyOf(value, WireFormat.PAYLOAD + 16);
        Arrays.fill(huge, WireFormat.PAYLOAD, huge.length, (byte) 0);
        // event_time 0, then an event_id of 2^31 - 1 bytes
        byte[] length = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
        System.arraycopy(length, 0, huge, WireFormat.PAYLOAD + 1, length.length);

        assertThat(refused(huge)).hasMessageContaining("length 2147483647 in the last 10 bytes");
    }

    private PoisonException refused(byte @org.jspecify.annotations.Nullable [] value) {
        return refused(reader, value);
    }

    static PoisonException refused(RecordReader reader, byte @org.jspecify.annotations.Nullable [] value) {
        PoisonException poison = catchThrowableOfType(PoisonException.class, () -> reader.read(value));
        assertThat(poison).isNotNull();
        return poison;
    }
}
