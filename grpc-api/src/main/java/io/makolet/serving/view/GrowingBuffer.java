package io.makolet.serving.view;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Little-endian bytes in a buffer that grows. */
final class GrowingBuffer {

    private ByteBuffer buffer = allocate(256);

    GrowingBuffer putByte(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    GrowingBuffer putShort(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    GrowingBuffer putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    GrowingBuffer putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    GrowingBuffer putDouble(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    GrowingBuffer putBytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    /** An int size, -1 for null, then UTF-8. */
    GrowingBuffer putText(@Nullable String value) {
        if (value == null) {
            return putInt(-1);
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return putInt(text.length).putBytes(text);
    }

    byte[] toByteArray() {
        byte[] result = new byte[buffer.position()];
        buffer.get(0, result);
        return result;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            buffer = allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes))
                    .put(buffer.flip());
        }
        return buffer;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
