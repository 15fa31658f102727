package io.makolet.serving.store;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Packed views of customers who are asked for again and again, on the heap: one place for each hash. A customer gets the
 * place who was the last one there to be asked for and not found, so that whoever is asked for once takes nobody's place
 * and costs no memory. Thread safe, without locks; one thread writes to the store.
 *
 * <p>Each place counts the writes that concern it. A view counts for as long as its place's count is what it was before the
 * view was read from the store.
 */
final class HotViews {

    /** Larger views are rare, and read from the store. */
    private static final int LARGEST_BYTES = 4 << 10;

    private static final int LEAST_PLACES = 1 << 8;
    private static final int MOST_PLACES = 1 << 16;

    /** Golden ratio, which spreads hashes that are close. */
    private static final int SPREAD = 0x9e3779b9;

    private static final class Entry {
        private final byte[] key;
        private final byte[] view;
        private final long writes;

        Entry(byte[] key, byte[] view, long writes) {
            this.key = key;
            this.view = view;
            this.writes = writes;
        }
    }

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final AtomicLongArray writes;
    /** Hash of who was asked for last and not found. A lost update loses a guess. */
    private final int[] candidates;

    private final int shift;

    /** @param bytes of memory at most, about */
    HotViews(long bytes) {
        int places = (int) Math.max(LEAST_PLACES, Math.min(MOST_PLACES, Long.highestOneBit(bytes / LARGEST_BYTES)));
        entries = new AtomicReferenceArray<>(places);
        writes = new AtomicLongArray(places);
        candidates = new int[places];
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(places);
    }

    static int hash(byte[] key) {
        return Arrays.hashCode(key) * SPREAD;
    }

    /** The view of a customer; null if it isn't here. Not to be changed. */
    byte @Nullable [] find(byte[] key, int hash) {
        int place = hash >>> shift;
        Entry entry = entries.get(place);
        return entry != null && entry.writes == writes.get(place) && Arrays.equals(entry.key, key) ? entry.view : null;
    }

    /** To be asked before a view is read from the store, and given with it to {@link #offer}. */
    long writes(int hash) {
        return writes.get(hash >>> shift);
    }

    /**
     * A view was read from the store.
     *
     * @param buffer its first bytes are the view
     */
    void offer(byte[] key, int hash, byte[] buffer, int size, long before) {
        int place = hash >>> shift;
        if (candidates[place] != hash) {
            candidates[place] = hash;
        } else if (size <= LARGEST_BYTES) {
            entries.set(place, new Entry(key.clone(), Arrays.copyOf(buffer, size), before));
        }
    }

    /** What is in the store for a customer was written, or may have been. */
    void drop(byte[] key) {
        drop(hash(key) >>> shift);
    }

    /** All of the store was thrown away. */
    void clear() {
        for (int place = 0; place < entries.length(); place++) {
            drop(place);
        }
    }

    private void drop(int place) {
        writes.incrementAndGet(place);
        entries.set(place, null);
    }
}
