package io.makolet.serving.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys of the store. A customer's view lies under the customer id; everything else begins with a zero byte, as no
 * customer id does.
 */
final class StoreKeys {

    static final byte[] FORMAT = reserved("format");
    static final byte[] IDENTITY = reserved("identity");
    static final byte[] CUSTOMERS = reserved("customers");
    static final byte[] READ_AT = reserved("read-at");
    /** Not above any customer's key. */
    static final byte[] FIRST_CUSTOMER = {1};

    private static final byte[] PARTITION = reserved("partition/");
    private static final byte[] COPY = reserved("copy/");
    private static final byte[] ERASED = reserved("erased/");

    private StoreKeys() {}

    static byte[] partition(int partition) {
        return ByteBuffer.allocate(PARTITION.length + Integer.BYTES)
                .put(PARTITION)
                .putInt(partition)
                .array();
    }

    /** Key of the era before which everything of a customer is forgotten. */
    static byte[] erased(byte[] key) {
        return ByteBuffer.allocate(ERASED.length + key.length)
                .put(ERASED)
                .put(key)
                .array();
    }

    /** Key of a record of a small topic that is kept as it is. */
    static byte[] copy(String topic, byte[] key) {
        byte[] prefix = copyPrefix(topic);
        return ByteBuffer.allocate(prefix.length + key.length)
                .put(prefix)
                .put(key)
                .array();
    }

    static byte[] copyPrefix(String topic) {
        byte[] name = (topic + "/").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(COPY.length + name.length)
                .put(COPY)
                .put(name)
                .array();
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static boolean isReserved(byte[] key) {
        return key.length > 0 && key[0] == 0;
    }

    private static byte[] reserved(String name) {
        return ("\0" + name).getBytes(StandardCharsets.UTF_8);
    }
}
