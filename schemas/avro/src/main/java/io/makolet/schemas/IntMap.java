package io.makolet.schemas;

import org.jspecify.annotations.Nullable;

/**
 * Values by schema id, looked up without boxing. It only grows.
 *
 * <p>Not thread safe.
 */
final class IntMap<V> {

    private int[] keys = new int[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    /** The value of a key, or null. */
    @Nullable
    V get(int key) {
        @SuppressWarnings("unchecked") // put lets nothing else in
        V value = (V) values[slot(keys, values, key)];
        return value;
    }

    void put(int key, V value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slot(keys, values, key);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    private void grow() {
        int[] newKeys = new int[2 * keys.length];
        @Nullable Object[] newValues = new @Nullable Object[newKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != null) {
                int slot = slot(newKeys, newValues, keys[i]);
                newKeys[slot] = keys[i];
                newValues[slot] = values[i];
            }
        }
        keys = newKeys;
        values = newValues;
    }

    /** Where the key is, or the free slot where it belongs. */
    private static int slot(int[] keys, @Nullable Object[] values, int key) {
        int mask = keys.length - 1;
        int slot = ((key * 0x9E3779B9) >>> 7) & mask;
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
