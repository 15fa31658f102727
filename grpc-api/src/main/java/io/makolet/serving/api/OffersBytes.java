package io.makolet.serving.api;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message as it goes over the wire, written field by field in Protobuf's encoding, then read once by gRPC. A thread uses
 * the same one again and again: what was written is good until it writes the next.
 */
final class OffersBytes extends InputStream implements Drainable, KnownLength {

    /** Wire types of Protobuf. */
    static final int VARINT = 0;

    static final int LENGTH_DELIMITED = 2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[4_096];
    private int end;
    private int next;

    /** Begins another message. */
    void begin() {
        end = 0;
        next = 0;
    }

    int size() {
        return end;
    }

    byte[] array() {
        return bytes;
    }

    void tag(int field, int wireType) {
        varint(field << 3 | wireType);
    }

    void varint(long value) {
        room(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    /** A field of bytes, text, or a message that is there already. */
    void field(int field, byte[] from, int offset, int length) {
        tag(field, LENGTH_DELIMITED);
        varint(length);
        raw(from, offset, length);
    }

    /** A truth value; false is not written. */
    void flag(int field, boolean value) {
        if (value) {
            tag(field, VARINT);
            varint(1);
        }
    }

    /** A {@code google.protobuf.Timestamp}, from milliseconds UTC. */
    void timestamp(int field, long millis) {
        long seconds = Math.floorDiv(millis, 1_000L);
        int nanos = Math.floorMod(millis, 1_000) * 1_000_000;
        tag(field, LENGTH_DELIMITED);
        varint((seconds == 0 ? 0 : 1 + varintSize(seconds)) + (nanos == 0 ? 0 : 1 + varintSize(nanos)));
        if (seconds != 0) {
            tag(1, VARINT);
            varint(seconds);
        }
        if (nanos != 0) {
            tag(2, VARINT);
            varint(nanos);
        }
    }

    /** A UUID as text. */
    void uuid(int field, long high, long low) {
        tag(field, LENGTH_DELIMITED);
        varint(36);
        room(36);
        hex(high >>> 32, 8);
        bytes[end++] = '-';
        hex(high >>> 16, 4);
        bytes[end++] = '-';
        hex(high, 4);
        bytes[end++] = '-';
        hex(low >>> 48, 4);
        bytes[end++] = '-';
        hex(low, 12);
    }

    private void hex(long value, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            bytes[end++] = DIGITS[(int) (value >>> (digit * 4)) & 0xf];
        }
    }

    void raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
    }

    /** Writes over four bytes that are there. */
    void patch(int at, float value) {
        INT.set(bytes, at, Float.floatToRawIntBits(value));
    }

    static int varintSize(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int drained = end - next;
        target.write(bytes, next, drained);
        next = end;
        return drained;
    }

    @Override
    public int available() {
        return end - next;
    }

    @Override
    public int read() {
        return next == end ? -1 : bytes[next++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (next == end) {
            return -1;
        }
        int read = Math.min(length, end - next);
        System.arraycopy(bytes, next, into, offset, read);
        next += read;
        return read;
    }
}
