package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.Erasure;
import io.makolet.flink.LogRecord.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** What becomes of an id, as the customer stage tells the person whose it is. */
final class Moves {

    private static final int JOINS = 0;
    private static final int LEAVES = 1;
    private static final int FORGOTTEN = 2;
    private static final int HAPPENS = 3;

    /** What becomes of an id. */
    sealed interface Move {}

    /**
     * The id is the person's from now on.
     *
     * @param state all that is known of it
     */
    record Joins(CustomerState state) implements Move {}

    /** The id is another person's from now on. */
    record Leaves(String id, String person) implements Move {}

    /** What was known of the id is forgotten. */
    record Forgotten(Erasure erasure) implements Move {}

    /** A record came under the id that is its key. */
    record Happens(LogRecord record) implements Move {}

    /** Writes what a move says. */
    private interface Content {
        void write(DataOutputView out) throws IOException;
    }

    private Moves() {}

    static LogRecord joins(CustomerState state, String person) {
        return move(person, JOINS, out -> LogRecordSerializer.writeBytes(CustomerStateCodec.encode(state), out));
    }

    static LogRecord leaves(String id, String from, String to) {
        return move(from, LEAVES, out -> {
            StringSerializer.INSTANCE.serialize(id, out);
            StringSerializer.INSTANCE.serialize(to, out);
        });
    }

    static LogRecord forgotten(Erasure erasure, String person) {
        return move(person, FORGOTTEN, out -> {
            StringSerializer.INSTANCE.serialize(erasure.customerId(), out);
            out.writeLong(erasure.through());
        });
    }

    static LogRecord happens(LogRecord record, String person) {
        return move(person, HAPPENS, out -> LogRecordSerializer.INSTANCE.serialize(record, out));
    }

    /** What a record of kind {@link Kind#MOVED} tells. */
    static Move read(LogRecord record) {
        DataInputDeserializer in = new DataInputDeserializer(Objects.requireNonNull(record.value()));
        try {
            int type = in.readUnsignedByte();
            return switch (type) {
                case JOINS -> joins(in);
                case LEAVES ->
                    new Leaves(StringSerializer.INSTANCE.deserialize(in), StringSerializer.INSTANCE.deserialize(in));
                case FORGOTTEN -> new Forgotten(new Erasure(StringSerializer.INSTANCE.deserialize(in), in.readLong()));
                case HAPPENS -> new Happens(LogRecordSerializer.INSTANCE.deserialize(in));
                default -> throw new IOException("a move of type " + type + ", expected 0 to " + HAPPENS);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Joins joins(DataInputView in) throws IOException {
        byte[] state = Objects.requireNonNull(LogRecordSerializer.readBytes(in));
        return new Joins(CustomerStateCodec.decode(state));
    }

    private static LogRecord move(String person, int type, Content content) {
        DataOutputSerializer out = new DataOutputSerializer(256);
        try {
            out.writeByte(type);
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LogRecord.internal(Kind.MOVED, person, out.getCopyOfBuffer());
    }
}
