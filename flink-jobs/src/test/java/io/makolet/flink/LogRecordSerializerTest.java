package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LogRecordSerializerTest {

    private static final List<LogRecord> RECORDS = List.of(
            new LogRecord(Kind.TIMED, Topic.CLICKSTREAM, 0, 0, 1, 2, "ann", new byte[] {0, 1, 2}),
            new LogRecord(Kind.UNTIMED, Topic.ENGAGEMENT, 7, 1L << 40, 3, 3, "Zoë דנה", new byte[0]),
            new LogRecord(Kind.HEARTBEAT, Topic.PURCHASES, 3, 9, 1_700_000_000_000L, -5, "", new byte[] {-1}),
            new LogRecord(Kind.TIMED, Topic.PROFILES, 1, 2, 3, 4, "x".repeat(300), new byte[300]),
            new LogRecord(Kind.TIMED, Topic.COMMANDS, 1, 2, 3, 4, "c", null),
            LogRecord.endOfBacklog(Topic.DEFINITIONS, -1, 99));

    private final LogRecordSerializer serializer = LogRecordSerializer.INSTANCE;

    @Test
    void readsWhatItWrote() throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(written());
        for (LogRecord record : RECORDS) {
            assertSame(serializer.deserialize(in), record);
        }
        assertThat(in.available()).isZero();
    }

    @Test
    void copiesBytesWithoutReadingThem() throws IOException {
        byte[] bytes = written();
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        DataOutputSerializer out = new DataOutputSerializer(bytes.length);
        for (int i = 0; i < RECORDS.size(); i++) {
            serializer.copy(in, out);
        }

        assertThat(out.getCopyOfBuffer()).isEqualTo(bytes);
    }

    @Test
    void readsTheBytesOfVersion1() throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(stored("log-records-v1.bin"));
        for (LogRecord record : RECORDS) {
            assertSame(serializer.deserialize(in), record);
        }
        assertThat(in.available()).isZero();
    }

    @Test
    void goesOnFromTheSnapshotOfVersion1() throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(stored("log-record-snapshot-v1.bin"));
        TypeSerializerSnapshot<LogRecord> old = TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
                in, LogRecordSerializerTest.class.getClassLoader());

        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(old)
                        .isCompatibleAsIs())
                .isTrue();
        TypeSerializer<LogRecord> restored = old.restoreSerializer();
        assertThat(restored).isEqualTo(serializer);
    }

    @Test
    void refusesASnapshotOfAVersionToCome() {
        assertThatThrownBy(() -> serializer
                        .snapshotConfiguration()
                        .readSnapshot(
                                2,
                                new DataInputDeserializer(new byte[0]),
                                getClass().getClassLoader()))
                .hasMessage("log records of version 2, expected 1");
    }

    @Test
    void refusesARecordOfATopicThatIsNotRead() {
        LogRecord record = new LogRecord(Kind.TIMED, Topic.CUSTOMER_VIEWS, 0, 0, 0, 0, "", null);

        assertThatThrownBy(() -> serializer.serialize(record, new DataOutputSerializer(64)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CUSTOMER_VIEWS");
    }

    private byte[] written() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (LogRecord record : RECORDS) {
            serializer.serialize(record, out);
        }
        return out.getCopyOfBuffer();
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream in = LogRecordSerializerTest.class.getResourceAsStream("/state/v1/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    private static void assertSame(LogRecord read, LogRecord expected) {
        assertThat(read)
                .usingRecursiveComparison()
                .as("record at offset %d", expected.offset())
                .isEqualTo(expected);
    }
}
