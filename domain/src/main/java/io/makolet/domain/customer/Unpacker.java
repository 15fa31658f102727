package io.makolet.domain.customer;

import java.nio.charset.StandardCharsets;

/** Reads what {@link Packer} wrote. Bytes that end too early are an {@link IllegalArgumentException}. */
final class Unpacker {

    private final byte[] bytes;
    private int position;

    Unpacker(byte[] bytes) {
        this.bytes = bytes;
    }

    int raw() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = raw();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("integer of more than 10 bytes before byte " + position);
    }

    /** A count of things that take at least one byte each. */
    int count() {
        long count = unsigned();
        if (count < 0 || count > bytes.length - position) {
            throw new IllegalArgumentException(
                    "count of " + count + " at byte " + position + ", expected at most " + (bytes.length - position));
        }
        return (int) count;
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long fixed() {
        need(8);
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (bytes[position++] & 0xFFL) << shift;
        }
        return value;
    }

    double real() {
        return Double.longBitsToDouble(fixed());
    }

    String text() {
        int size = count();
        String value = new String(bytes, position, size, StandardCharsets.UTF_8);
        position += size;
        return value;
    }

    boolean atEnd() {
        return position == bytes.length;
    }

    private void need(int size) {
        if (position + size > bytes.length) {
            throw new IllegalArgumentException(
                    "bytes end at " + bytes.length + ", expected " + (position + size) + " or more");
        }
    }
}
