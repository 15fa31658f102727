package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.flink.CacheQueue.Entry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the states of those customers on the heap who were asked for lately, and writes a changed one when it makes room
 * for another, when too many are changed, or before a snapshot: a busy customer costs no read and few writes. How many
 * changes may wait for the snapshot depends on how many events come, so that its writes take no more than a small part of
 * the time between two.
 *
 * <p>After a failure it is careful until the first snapshot, and writes every change at once: should an event have failed
 * the task because what it did could not be undone, then it can be now.
 *
 * <p>Newcomers have an eighth of the room, and whoever was asked for in that time gets into the rest: so a crowd that comes
 * once each neither puts out who is busy nor grows old on the heap, where it would cost more than it saves. To be asked
 * for leaves a mark and moves nothing, for every reference that changes in an old object is work for the collector (after
 * Yang and others, FIFO queues are all you need for cache eviction, SOSP 2023, without its queue of ghosts).
 *
 * <p>Its size is measured in packed bytes; on the heap a state takes several times as much.
 */
final class CachedStates implements CustomerStore<CustomerState> {

    /** Changed states that may always wait for the snapshot: a millisecond or two of writes. */
    static final int LEAST_WAITING = 256;

    /** Changed states that may wait however many events come: some 20 ms of writes. */
    static final int MOST_WAITING = 4096;

    /** One of so many changes between two snapshots may wait for the next. */
    static final int ONE_OF = 8;

    /** Newcomers have one part of so many of the room. */
    private static final int NEWCOMERS = 8;

    /** Counted for a state that was never packed. */
    private static final int NEW_BYTES = 256;

    private final KeyedStates<CustomerState> below;
    private final CustomerMetrics counts;
    private final Map<String, Entry> entries = new HashMap<>(1024);
    private final CacheQueue newcomers;
    private final CacheQueue regulars;
    private final ArrayDeque<Entry> changed = new ArrayDeque<>();
    private boolean visiting;
    private int waiting;
    private long changes;

    /**
     * @param capacity packed bytes of states that are kept
     * @param careful did the task fail before?
     */
    CachedStates(KeyedStates<CustomerState> below, long capacity, boolean careful, CustomerMetrics counts) {
        this.below = below;
        this.newcomers = new CacheQueue(capacity / NEWCOMERS);
        this.regulars = new CacheQueue(capacity - capacity / NEWCOMERS);
        this.waiting = careful ? 0 : LEAST_WAITING;
        this.counts = counts;
    }

    @Override
    public @Nullable CustomerState find(String customerId) throws IOException {
        Entry entry = entries.get(customerId);
        if (entry != null) {
            counts.cacheHits.inc();
            entry.used = true;
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
        if (!entry.waits) {
            entry.waits = true;
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
            CacheQueue.remove(entry);
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
        CacheQueue.remove(entry);
        return true;
    }

    @Override
    public Round<CustomerState> round() throws IOException {
        // Whoever is new is only here.
        writeAll();
        Round<CustomerState> beneath = below.round();
        return new Round<>() {
            @Override
            public boolean next(Visitor<CustomerState> visitor) throws Exception {
                visiting = true;
                try {
                    return beneath.next((id, state) -> {
                        Entry entry = entries.get(id);
                        visitor.visit(id, entry == null ? state : entry.state);
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
        Entry entry = newcomers.add(state, size);
        entries.put(state.customerId(), entry);
        return entry;
    }

    private void writeOldest() throws IOException {
        Entry entry = changed.remove();
        entry.waits = false;
        write(entry);
    }

    private void write(Entry entry) throws IOException {
        if (entry.dirty) {
            below.changed(entry.state);
            entry.dirty = false;
            entry.takes(below.lastBytes());
        }
    }

    private void makeRoom() throws IOException {
        keepOrDrop(newcomers);
        keepOrDrop(regulars);
    }

    private void keepOrDrop(CacheQueue queue) throws IOException {
        while (queue.overflows()) {
            Entry oldest = queue.oldest();
            if (oldest.used) {
                queue.remove();
                regulars.take(oldest);
            } else {
                write(oldest);
                queue.remove();
                entries.remove(oldest.state.customerId());
            }
        }
    }
}
