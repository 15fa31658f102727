package io.makolet.serving.store;

import io.makolet.domain.customer.CustomerView;
import io.makolet.serving.view.PackedView;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes of the store that are written together or not at all. Not thread safe. */
public final class StoreBatch {

    /** A customer in the batch: is there a view in the store, and what is to become of it? */
    private static final class Pending {
        private final boolean stored;
        private CustomerView.@Nullable Version version;
        private byte @Nullable [] packed;
        private boolean changed;
        /** Era before which everything of the customer is forgotten; -1 before anybody asked. */
        private int erasedBefore = -1;

        private boolean erased;

        Pending(CustomerView.@Nullable Version stored) {
            this.stored = stored != null;
            this.version = stored;
        }
    }

    private final ViewStore store;
    private final Map<ByteBuffer, Pending> views = new HashMap<>();
    private final Map<Integer, PartitionState> partitions = new HashMap<>();
    private final Map<ByteBuffer, byte @Nullable []> copies = new LinkedHashMap<>();
    private Optional<Long> readAt = Optional.empty();

    StoreBatch(ViewStore store) {
        this.store = store;
    }

    /**
     * Puts a view in place of an older one; a view that is older than the one there is passed over. One of the same
     * version is written again: replicas that read the log before and after its compaction end up with the same bytes.
     * One of an era that was forgotten is passed over too, whenever it comes.
     *
     * @param key customer id, UTF-8
     * @return false if it was passed over
     * @throws IllegalArgumentException if the view can't be packed
     */
    public boolean put(byte[] key, CustomerView view) {
        Pending pending = pending(key);
        CustomerView.Version known = pending.version;
        // A view that is there is not of a forgotten era, so whoever follows it needs no look.
        if (known == null
                ? view.version().era() < erasedBefore(key, pending)
                : view.version().compareTo(known) < 0) {
            return false;
        }
        pending.packed = PackedView.pack(view);
        pending.version = view.version();
        pending.changed = true;
        return true;
    }

    /** Removes a customer's view. */
    public void delete(byte[] key) {
        Pending pending = pending(key);
        pending.packed = null;
        pending.version = null;
        pending.changed = true;
    }

    /**
     * Removes a customer's view if it is of an era before this one; such views are passed over from now on.
     *
     * @return true if there was such a view
     */
    public boolean forget(byte[] key, int era) {
        Pending pending = pending(key);
        if (erasedBefore(key, pending) < era) {
            pending.erasedBefore = era;
            pending.erased = true;
        }
        if (pending.version == null || pending.version.era() >= era) {
            return false;
        }
        delete(key);
        return true;
    }

    /** How far a partition is once the batch is written. */
    public PartitionState partition(int partition) {
        PartitionState pending = partitions.get(partition);
        return pending != null ? pending : store.partition(partition);
    }

    /** Sets how far a partition is once the batch is written. */
    public void setPartition(int partition, PartitionState state) {
        partitions.put(partition, state);
    }

    /** Keeps a record of a small topic as it is; null removes it. */
    public void setCopy(String topic, byte[] key, byte @Nullable [] value) {
        copies.put(ByteBuffer.wrap(StoreKeys.copy(topic, key)), value);
    }

    /** Notes that the log had been read to its end at an instant, milliseconds UTC of the wall clock. */
    public void setReadAt(long instant) {
        readAt = Optional.of(instant);
    }

    Map<Integer, PartitionState> partitions() {
        return partitions;
    }

    Optional<Long> readAt() {
        return readAt;
    }

    /** Change of the number of customers that the batch makes. */
    int customersAdded() {
        int added = 0;
        for (Pending pending : views.values()) {
            added += (pending.version != null ? 1 : 0) - (pending.stored ? 1 : 0);
        }
        return added;
    }

    /** Keys of the customers whose views are written or removed. */
    void forEachView(Consumer<byte[]> consumer) {
        for (Map.Entry<ByteBuffer, Pending> view : views.entrySet()) {
            if (view.getValue().changed) {
                consumer.accept(view.getKey().array());
            }
        }
    }

    void writeTo(WriteBatch out, long customersAfter) throws RocksDBException {
        for (Map.Entry<ByteBuffer, Pending> view : views.entrySet()) {
            Pending pending = view.getValue();
            if (pending.changed) {
                write(out, view.getKey().array(), pending.packed);
            }
            if (pending.erased) {
                byte[] era = ByteBuffer.allocate(Integer.BYTES)
                        .putInt(pending.erasedBefore)
                        .array();
                out.put(StoreKeys.erased(view.getKey().array()), era);
            }
        }
        for (Map.Entry<Integer, PartitionState> partition : partitions.entrySet()) {
            out.put(
                    StoreKeys.partition(partition.getKey()),
                    partition.getValue().toBytes());
        }
        for (Map.Entry<ByteBuffer, byte @Nullable []> copy : copies.entrySet()) {
            write(out, copy.getKey().array(), copy.getValue());
        }
        if (readAt.isPresent()) {
            out.put(StoreKeys.READ_AT, longBytes(readAt.get()));
        }
        out.put(StoreKeys.CUSTOMERS, longBytes(customersAfter));
    }

    private int erasedBefore(byte[] key, Pending pending) {
        if (pending.erasedBefore < 0) {
            pending.erasedBefore = store.erasedBefore(key);
        }
        return pending.erasedBefore;
    }

    private Pending pending(byte[] key) {
        if (key.length == 0 || StoreKeys.isReserved(key)) {
            throw new IllegalArgumentException(
                    "key of " + key.length + " bytes, expected a customer id that does not begin with a zero byte");
        }
        return views.computeIfAbsent(ByteBuffer.wrap(key), k -> {
            PackedView view = store.find(key);
            return new Pending(view == null ? null : view.version());
        });
    }

    private static void write(WriteBatch out, byte[] key, byte @Nullable [] value) throws RocksDBException {
        if (value == null) {
            out.delete(key);
        } else {
            out.put(key, value);
        }
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
