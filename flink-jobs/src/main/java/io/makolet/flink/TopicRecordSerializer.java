package io.makolet.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link TopicRecord} between operators. They never stand in a savepoint. */
final class TopicRecordSerializer extends TypeSerializerSingleton<TopicRecord> {

    static final TopicRecordSerializer INSTANCE = new TopicRecordSerializer();

    @Override
    public void serialize(TopicRecord record, DataOutputView out) throws IOException {
        out.writeInt(record.partition());
        LogRecordSerializer.writeBytes(record.key(), out);
        LogRecordSerializer.writeBytes(record.value(), out);
    }

    @Override
    public TopicRecord deserialize(DataInputView in) throws IOException {
        int partition = in.readInt();
        byte[] key = LogRecordSerializer.readBytes(in);
        return new TopicRecord(partition, key, LogRecordSerializer.readBytes(in));
    }

    @Override
    public TopicRecord deserialize(TopicRecord reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        out.writeInt(in.readInt());
        LogRecordSerializer.copyBytes(in, out);
        LogRecordSerializer.copyBytes(in, out);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TopicRecord createInstance() {
        return new TopicRecord(TopicRecord.BY_KEY, null, new byte[0]);
    }

    @Override
    public TopicRecord copy(TopicRecord from) {
        return from;
    }

    @Override
    public TopicRecord copy(TopicRecord from, TopicRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<TopicRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** For Flink, which asks each serializer for one. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TopicRecord> {
        /** For Flink, which makes it by reflection. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
