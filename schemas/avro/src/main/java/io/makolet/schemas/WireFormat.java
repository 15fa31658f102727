package io.makolet.schemas;

import io.makolet.schemas.PoisonException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), the Avro payload. */
final class WireFormat {

    /** Where the payload begins. */
    static final int PAYLOAD = 5;

    private static final byte MAGIC = 0;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private WireFormat() {}

    /** The value, if it is long enough and begins as it must. */
    static byte[] check(byte @Nullable [] value) throws PoisonException {
        if (value == null || value.length < PAYLOAD || value[0] != MAGIC) {
            throw new PoisonException(
                    Reason.NOT_WIRE_FORMAT,
                    describe(value) + ", expected a zero byte and a schema id of 4 bytes",
                    null);
        }
        return value;
    }

    /** Id of the schema that a checked value was written with. */
    static int schemaId(byte[] checked) {
        return (int) INT.get(checked, 1);
    }

    /** Writes the bytes before the payload. */
    static void putHeader(byte[] target, int schemaId) {
        target[0] = MAGIC;
        INT.set(target, 1, schemaId);
    }

    private static String describe(byte @Nullable [] value) {
        if (value == null) {
            return "no value";
        }
        return value.length < PAYLOAD
                ? "value of " + value.length + " bytes"
                : "value that begins with byte " + (value[0] & 0xFF);
    }
}
