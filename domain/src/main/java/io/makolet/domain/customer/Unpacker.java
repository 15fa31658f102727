package io.makolet.domain.customer;

import java.nio.charset.StandardCharsets;

/** Reads what {@link Packer} wrote. Bytes that end too early are an {@link IllegalArgumentException}. */
final class Unpacker {

    private final byte[] bytes;
    private final int end;
    private int position;

    Unpacker(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads the bytes from {@code from} to {@code end}. */
    Unpacker(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** All bytes, also those before and behind the ones it reads. */
    byte[] bytes() {
        return bytes;
    }

    /** Index of the byte that is read next. */
    int position() {
        return position;
    }

    void skip(int size) {
        need(size);
        position += size;
    }

    int raw() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    long unsigned() {
        if (position < end && bytes[position] >= 0) {
            return bytes[position++];
        }
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
        if (count < 0 || count > end - position) {
            throw new IllegalArgumentException(
                    "count of " + count + " at byte " + position + ", expected at most " + (end - position));
        }
        return (int) count;
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long fixed() {
        need(8);
        long value = (long) Packer.LITTLE_ENDIAN.get(bytes, position);
        position += 8;
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
        return position == end;
    }

    private void need(int size) {
        if (position + size > end) {
            throw new IllegalArgumentException("bytes end at " + end + ", expected " + (position + size) + " or more");
        }
    }
}
