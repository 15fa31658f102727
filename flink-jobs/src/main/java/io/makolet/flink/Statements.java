package io.makolet.flink;

import io.makolet.domain.identity.Link;
import io.makolet.flink.LogRecord.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Statements about ids on their way through the job, and as its state has them: a version, then fields in fixed order. */
final class Statements {

    private static final int VERSION = 1;

    private Statements() {}

    /**
     * The record of a statement.
     *
     * @param origin the record that makes it: when it was appended, and happened, says whether an erasure covers it
     */
    static LogRecord record(Link link, LogRecord origin) {
        return new LogRecord(
                Kind.STATED,
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.appendTime(),
                origin.eventTime(),
                "",
                encode(link));
    }

    static byte[] encode(Link link) {
        DataOutputSerializer out = new DataOutputSerializer(128);
        try {
            out.writeByte(VERSION);
            StringSerializer.INSTANCE.serialize(link.one(), out);
            StringSerializer.INSTANCE.serialize(link.other(), out);
            out.writeBoolean(link.linked());
            out.writeBoolean(link.seen());
            out.writeLong(link.time());
            StringSerializer.INSTANCE.serialize(link.statement(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.getCopyOfBuffer();
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is of an unknown version
     */
    static Link decode(byte[] bytes) {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        try {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("statement of version " + version + ", expected " + VERSION);
            }
            String one = StringSerializer.INSTANCE.deserialize(in);
            String other = StringSerializer.INSTANCE.deserialize(in);
            boolean linked = in.readBoolean();
            boolean seen = in.readBoolean();
            return new Link(one, other, linked, seen, in.readLong(), StringSerializer.INSTANCE.deserialize(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
