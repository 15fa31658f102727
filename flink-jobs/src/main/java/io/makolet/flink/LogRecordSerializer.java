package io.makolet.flink;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link LogRecord}, on the network and in savepoints: kind, topic, partition, offset, times, key and
 * value with their lengths in front.
 */
final class LogRecordSerializer extends TypeSerializerSingleton<LogRecord> {

    static final LogRecordSerializer INSTANCE = new LogRecordSerializer();

    private static final int NO_VALUE = -1;
    private static final int FIXED_LENGTH = 1 + 1 + 4 + 8 + 8 + 8;

    /** Topics that are read, by the number they have in the bytes: new ones at the end. */
    private static final Topic[] TOPICS = {
        Topic.CLICKSTREAM, Topic.ENGAGEMENT, Topic.PURCHASES, Topic.PROFILES, Topic.COMMANDS, Topic.DEFINITIONS
    };

    private static final EnumMap<Topic, Integer> NUMBERS = new EnumMap<>(Topic.class);

    static {
        for (int number = 0; number < TOPICS.length; number++) {
            NUMBERS.put(TOPICS[number], number);
        }
    }

    @Override
    public void serialize(LogRecord record, DataOutputView out) throws IOException {
        out.writeByte(record.kind().code());
        out.writeByte(number(record.topic()));
        out.writeInt(record.partition());
        out.writeLong(record.offset());
        out.writeLong(record.appendTime());
        out.writeLong(record.eventTime());
        writeBytes(record.key().getBytes(StandardCharsets.UTF_8), out);
        writeBytes(record.value(), out);
    }

    @Override
    public LogRecord deserialize(DataInputView in) throws IOException {
        Kind kind = Kind.of(in.readUnsignedByte());
        Topic topic = TOPICS[in.readUnsignedByte()];
        int partition = in.readInt();
        long offset = in.readLong();
        long appendTime = in.readLong();
        long eventTime = in.readLong();
        byte[] key = readBytes(in);
        return new LogRecord(
                kind,
                topic,
                partition,
                offset,
                appendTime,
                eventTime,
                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                readBytes(in));
    }

    @Override
    public LogRecord deserialize(LogRecord reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        out.write(in, FIXED_LENGTH);
        copyBytes(in, out);
        copyBytes(in, out);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public LogRecord createInstance() {
        return LogRecord.endOfBacklog(Topic.DEFINITIONS, -1, 0);
    }

    @Override
    public LogRecord copy(LogRecord from) {
        return from;
    }

    @Override
    public LogRecord copy(LogRecord from, LogRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<LogRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    static int number(Topic topic) throws IOException {
        Integer number = NUMBERS.get(topic);
        if (number == null) {
            throw new IOException("record of " + topic + ", expected a topic of " + NUMBERS.keySet());
        }
        return number;
    }

    static void writeBytes(byte @Nullable [] bytes, DataOutputView out) throws IOException {
        if (bytes == null) {
            out.writeInt(NO_VALUE);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    static byte @Nullable [] readBytes(DataInputView in) throws IOException {
        int length = in.readInt();
        if (length == NO_VALUE) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static void copyBytes(DataInputView in, DataOutputView out) throws IOException {
        int length = in.readInt();
        out.writeInt(length);
        if (length > 0) {
            out.write(in, length);
        }
    }

    /** What a savepoint says of the serializer: the version of the bytes. */
    public static final class Snapshot implements TypeSerializerSnapshot<LogRecord> {

        private static final int VERSION = 1;

        /** For Flink, which reads the class from a savepoint. */
        public Snapshot() {}

        @Override
        public int getCurrentVersion() {
            return VERSION;
        }

        @Override
        public void writeSnapshot(DataOutputView out) {}

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
            if (version != VERSION) {
                throw new IOException("log records of version " + version + ", expected " + VERSION);
            }
        }

        @Override
        public TypeSerializer<LogRecord> restoreSerializer() {
            return INSTANCE;
        }

        @Override
        public TypeSerializerSchemaCompatibility<LogRecord> resolveSchemaCompatibility(
                TypeSerializerSnapshot<LogRecord> old) {
            return old instanceof Snapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }
    }
}
