package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import java.util.ArrayDeque;

/** States that are kept, in order of their coming, and how much they take. */
final class CacheQueue {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final long capacity;
    private long bytes;

    /** A state that is kept. */
    static final class Entry {
        final CustomerState state;

        /** Was it asked for since it came into its queue? */
        boolean used;

        /** Is there more in it than was written? */
        boolean dirty;

        /** Does it wait to be written? */
        boolean waits;

        private int bytes;
        private CacheQueue queue;

        private Entry(CustomerState state, int bytes, CacheQueue queue) {
            this.state = state;
            this.bytes = bytes;
            this.queue = queue;
        }

        /** It was packed, and takes so many bytes. */
        void takes(int packedBytes) {
            queue.bytes += packedBytes - bytes;
            bytes = packedBytes;
        }
    }

    /** @param capacity packed bytes */
    CacheQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Adds a state. */
    Entry add(CustomerState state, int packedBytes) {
        Entry entry = new Entry(state, packedBytes, this);
        entries.add(entry);
        bytes += packedBytes;
        return entry;
    }

    /** Adds one that was in another queue, or in this one; it counts as not used since. */
    void take(Entry entry) {
        entry.used = false;
        entry.queue = this;
        entries.add(entry);
        bytes += entry.bytes;
    }

    /** The one that came first; there must be one. */
    Entry oldest() {
        return entries.element();
    }

    /** Takes out the oldest. */
    void remove() {
        bytes -= entries.remove().bytes;
    }

    /** Takes out an entry, of whichever queue: slow. */
    static void remove(Entry entry) {
        if (entry.queue.entries.remove(entry)) {
            entry.queue.bytes -= entry.bytes;
        }
    }

    /** Does it hold more than it should? */
    boolean overflows() {
        return bytes > capacity && !entries.isEmpty();
    }
}
