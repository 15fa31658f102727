package io.makolet.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits in checkpoints: those of Kafka's source, behind which the clock stands. Reads Kafka's own as well. */
final class ClockedSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

    /** Far from the versions of Kafka's serializer, so that theirs can be told from it. */
    private static final int VERSION = 1001;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> kafka;

    ClockedSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> kafka) {
        this.kafka = kafka;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        ClockedSplit clocked = split instanceof ClockedSplit with
                ? with
                : new ClockedSplit(split, PartitionClock.UNKNOWN, PartitionClock.UNKNOWN, false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] position = kafka.serialize(split);
            out.writeInt(kafka.getVersion());
            out.writeInt(position.length);
            out.write(position);
            out.writeLong(clocked.completeThrough());
            out.writeLong(clocked.seenThrough());
            out.writeBoolean(clocked.open());
        }
        return bytes.toByteArray();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            return kafka.deserialize(version, serialized);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            int kafkaVersion = in.readInt();
            byte[] position = in.readNBytes(in.readInt());
            return new ClockedSplit(
                    kafka.deserialize(kafkaVersion, position), in.readLong(), in.readLong(), in.readBoolean());
        }
    }
}
