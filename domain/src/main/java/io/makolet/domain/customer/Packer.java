package io.makolet.domain.customer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes compact binary: variable-length integers (zigzag where they may be negative), UTF-8 texts. */
final class Packer {

    private byte[] bytes = new byte[256];
    private int length;

    void raw(int b) {
        grow(1);
        bytes[length++] = (byte) b;
    }

    void unsigned(long value) {
        grow(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        grow(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void real(double value) {
        fixed(Double.doubleToRawLongBits(value));
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        grow(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
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
