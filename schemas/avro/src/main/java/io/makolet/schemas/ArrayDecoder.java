package io.makolet.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Avro's binary format from one array, and never reads or allocates beyond what the array can hold.
 *
 * <p>Avro's own decoder trusts lengths: a broken record may make it allocate gigabytes, or step backwards. This one has
 * no buffer of its own either, so nothing of one record can be left over for the next.
 *
 * <p>Not thread safe.
 */
final class ArrayDecoder extends Decoder {

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int position;

    /** Starts over at a position of an array. */
    void reset(byte[] newBytes, int newPosition) {
        bytes = newBytes;
        position = newPosition;
    }

    /** Bytes not yet read. */
    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        byte value = next();
        if (value != 0 && value != 1) {
            throw new AvroRuntimeException("truth value " + value + ", expected 0 or 1");
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("int " + value + ", expected 32 bits");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        int b = next();
        long raw = b & 0x7F;
        for (int shift = 7; b < 0; shift += 7) {
            if (shift > 63) {
                throw new AvroRuntimeException("number of more than 10 bytes, expected 64 bits");
            }
            b = next();
            raw |= (long) (b & 0x7F) << shift;
        }
        return (raw >>> 1) ^ -(raw & 1);
    }

    @Override
    public float readFloat() throws IOException {
        return (float) FLOAT.get(bytes, advance(4));
    }

    @Override
    public double readDouble() throws IOException {
        return (double) DOUBLE.get(bytes, advance(8));
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int length = readLength();
        int from = advance(length);
        return new Utf8(Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public void skipString() throws IOException {
        advance(readLength());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = readLength();
        int from = advance(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public void skipBytes() throws IOException {
        advance(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, advance(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipSizedBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipSizedBlocks();
    }

    /** Items of the next block. Items take at least a byte, so more than there are bytes can't follow. */
    private long readItemCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLength();
            count = -count;
        }
        return checkCount(count);
    }

    /** Skips blocks that tell their size; returns the items of the first that doesn't, to be skipped one by one. */
    private long skipSizedBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(readLength());
            count = readLong();
        }
        return checkCount(count);
    }

    private long checkCount(long count) throws IOException {
        if (count < 0 || count > remaining()) {
            throw new EOFException("block of " + count + " items in the last " + remaining() + " bytes");
        }
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException("length " + length + " in the last " + remaining() + " bytes");
        }
        return (int) length;
    }

    private byte next() throws IOException {
        return bytes[advance(1)];
    }

    /** Steps over some bytes and returns where they begin. */
    private int advance(int length) throws IOException {
        int from = position;
        if (length > bytes.length - from) {
            throw new EOFException((length - remaining()) + " bytes more expected after the last one");
        }
        position = from + length;
        return from;
    }
}
