package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the states of those customers on the heap who were asked for last, and writes a changed one when it makes room
 * for another, when too many are changed, or before a snapshot: a busy customer costs no read and few writes. How many
 * changes may wait for the snapshot depends on how many events come, so that its writes take no more than a small part of
 * the time between two.
 *
 * <p>After a failure it is careful until the first snapshot, and writes every change at once: should an event have failed
 * the task because what it did could not be undone, then it can be now.
 *
 * <p>Its size is measured in packed bytes; on the heap a state takes several times as much.
 */
final class CachedStates implements CustomerStore {

    /** Changed states that may always wait for the snapshot: a millisecond or two of writes. */
    static final int LEAST_WAITING = 256;

    /** Changed states that may wait however many events come: some 20 ms of writes. */
    static final int MOST_WAITING = 4096;

    /** One of so many changes between two snapshots may wait for the next. */
    static final int ONE_OF = 8;

    /** Counted for a state that was never packed. */
    private static final int NEW_BYTES = 256;

    private final KeyedStates below;
    private final long capacity;
    private final CustomerMetrics counts;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(1024, 0.75f, true);
    private final ArrayDeque<Entry> changed = new ArrayDeque<>();
    private long bytes;
    private boolean visiting;
    private int waiting;
    private long changes;

    private static final class Entry {
        private final CustomerState state;
        private int bytes;
        private boolean dirty;
        private boolean queued;

        Entry(CustomerState state, int bytes) {
            this.state = state;
            this.bytes = bytes;
        }
    }

    /**
     * @param capacity packed bytes of states that are kept
     * @param careful did the task fail before?
     */
    CachedStates(KeyedStates below, long capacity, boolean careful, CustomerMetrics counts) {
        this.below = below;
        this.capacity = capacity;
        this.waiting = careful ? 0 : LEAST_WAITING;
        this.counts = counts;
    }

    @Override
    public @Nullable CustomerState find(String customerId) throws IOException {
        Entry entry = entries.get(customerId);
        if (entry != null) {
            counts.cacheHits.inc();
            return entry.state;
        }
        CustomerState state = below.find(customerId);
        if (state != null) {
            keep(state, below.lastBytes());
        }
        return state;
    }

    @Override
    public void changed(CustomerState state) throws IOException {
        Entry entry = entries.get(state.customerId());
        if (entry == null && visiting) {
            // A visit to everybody would put out all who are busy.
            below.changed(state);
            return;
        }
        if (entry == null) {
            entry = keep(state, NEW_BYTES);
        }
        changes++;
        entry.dirty = true;
        if (!entry.queued) {
            entry.queued = true;
            changed.add(entry);
        }
        while (changed.size() > waiting) {
            writeOldest();
        }
    }

    @Override
    public void remove(String customerId) {
        Entry entry = entries.remove(customerId);
        if (entry != null) {
            bytes -= entry.bytes;
            // Where it waits to be written, there is nothing to write.
            entry.dirty = false;
        }
        below.remove(customerId);
    }

    @Override
    public boolean undo(String customerId) {
        Entry entry = entries.get(customerId);
        if (entry == null) {
            return true;
        }
        if (entry.dirty) {
            return false;
        }
        entries.remove(customerId);
        bytes -= entry.bytes;
        return true;
    }

    @Override
    public Round round() throws IOException {
        // Whoever is new is only here.
        writeAll();
        Round beneath = below.round();
        return new Round() {
            @Override
            public boolean next(Visitor visitor) throws Exception {
                visiting = true;
                try {
                    return beneath.next(state -> {
                        Entry entry = entries.get(state.customerId());
                        visitor.visit(entry == null ? state : entry.state);
                    });
                } finally {
                    visiting = false;
                }
            }

            @Override
            public void close() {
                beneath.close();
            }
        };
    }

    @Override
    public void flush() throws IOException {
        writeAll();
        waiting = (int) Math.max(LEAST_WAITING, Math.min(MOST_WAITING, changes / ONE_OF));
        changes = 0;
    }

    private void writeAll() throws IOException {
        while (!changed.isEmpty()) {
            writeOldest();
        }
    }

    private Entry keep(CustomerState state, int size) throws IOException {
        makeRoom();
        Entry entry = new Entry(state, size);
        entries.put(state.customerId(), entry);
        bytes += size;
        return entry;
    }

    private void writeOldest() throws IOException {
        Entry entry = changed.remove();
        entry.queued = false;
        write(entry);
    }

    private void write(Entry entry) throws IOException {
        if (entry.dirty) {
            below.changed(entry.state);
            entry.dirty = false;
            bytes += below.lastBytes() - entry.bytes;
            entry.bytes = below.lastBytes();
        }
    }

    private void makeRoom() throws IOException {
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (bytes > capacity && oldest.hasNext()) {
            Entry entry = oldest.next().getValue();
            write(entry);
            oldest.remove();
            bytes -= entry.bytes;
        }
    }
}
