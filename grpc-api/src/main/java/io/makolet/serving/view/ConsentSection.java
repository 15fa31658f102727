package io.makolet.serving.view;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The consent part of {@link ViewLayout}. */
final class ConsentSection {

    private static final int MAX_PURPOSE_BYTES = 0xffff;

    private ConsentSection() {}

    static byte[] write(Map<String, Boolean> consent) {
        GrowingBuffer out = new GrowingBuffer();
        new TreeMap<>(consent).forEach((purpose, granted) -> {
            byte[] text = purpose.getBytes(StandardCharsets.UTF_8);
            if (text.length > MAX_PURPOSE_BYTES) {
                throw new IllegalArgumentException(
                        "purpose of " + text.length + " bytes, expected at most " + MAX_PURPOSE_BYTES);
            }
            out.putByte(granted ? 1 : 0).putShort(text.length).putBytes(text);
        });
        return out.toByteArray();
    }

    static Map<String, Boolean> read(byte[] bytes, int from, int to) {
        Map<String, Boolean> result = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            boolean granted = in.get() == 1;
            byte[] text = new byte[in.getShort() & 0xffff];
            in.get(text);
            result.put(new String(text, StandardCharsets.UTF_8), granted);
        }
        return result;
    }
}
