package io.makolet.domain.customer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes compact binary: variable-length integers (zigzag where they may be negative), UTF-8 texts. */
final class Packer {

    static final VarHandle LITTLE_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[256];
    private int length;

    void raw(int b) {
        grow(1);
        bytes[length++] = (byte) b;
    }

    void unsigned(long value) {
        grow(10);
        byte[] out = bytes;
        int at = length;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at] = (byte) rest;
        length = at + 1;
    }

    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        grow(8);
        LITTLE_ENDIAN.set(bytes, length, value);
        length += 8;
    }

    void real(double value) {
        fixed(Double.doubleToRawLongBits(value));
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        bytes(utf8, 0, utf8.length);
    }

    void bytes(byte[] from, int offset, int size) {
        grow(size);
        System.arraycopy(from, offset, bytes, length, size);
        length += size;
    }

    /** All that another packer holds. */
    void bytes(Packer other) {
        bytes(other.bytes, 0, other.length);
    }

    int size() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
