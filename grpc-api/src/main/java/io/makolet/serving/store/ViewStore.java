package io.makolet.serving.store;

import io.makolet.domain.customer.Erasure;
import io.makolet.serving.store.StoreException.Kind;
import io.makolet.serving.view.PackedView;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The customer views of the log on this machine's disk, with the position in the log up to which they are complete.
 *
 * <p>The log is the truth: what is damaged, of another format or of another log is thrown away and built again. One thread
 * writes; any number read.
 */
public final class ViewStore implements AutoCloseable {

    private static final byte[] FORMAT = {2};
    private static final int FIRST_BUFFER_BYTES = 16 << 10;
    /** Of the heap, for the views of customers who are asked for again and again. */
    private static final int HOT_SHARE = 16;

    private final StoreDirectory directory;
    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[FIRST_BUFFER_BYTES]);
    private final ThreadLocal<PackedView> views = ThreadLocal.withInitial(PackedView::new);
    /** Readers hold it while they use the database, so that it is never closed under them. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    private final HotViews hot = new HotViews(Runtime.getRuntime().maxMemory() / HOT_SHARE);

    private @Nullable Database database;
    private volatile @Nullable LogIdentity identity;
    private volatile AtomicReferenceArray<PartitionState> partitions = new AtomicReferenceArray<>(0);
    private volatile long customers;
    private volatile long readAt = Long.MIN_VALUE;
    private volatile boolean damaged;

    private ViewStore(StoreDirectory directory) {
        this.directory = directory;
    }

    /**
     * Opens the store in a directory of its own, which is made if it isn't there, and emptied if what it holds is
     * of another format or damaged.
     *
     * @throws StoreException if it can't be opened, such as when another process uses it
     */
    public static ViewStore open(Path directory) {
        RocksDB.loadLibrary();
        ViewStore store = new ViewStore(new StoreDirectory(directory));
        store.database = store.directory.open(FORMAT);
        store.load();
        return store;
    }

    /**
     * A customer's view, or null if there is none. It is good until the calling thread asks for the next.
     *
     * @param key customer id, UTF-8
     */
    public @Nullable PackedView find(byte[] key) {
        int hash = HotViews.hash(key);
        byte[] known = hot.find(key, hash);
        if (known != null) {
            PackedView view = views.get();
            view.point(known, known.length);
            view.under(key);
            return view;
        }
        return findStored(key, hash);
    }

    private @Nullable PackedView findStored(byte[] key, int hash) {
        long writes = hot.writes(hash);
        inUse.readLock().lock();
        try {
            byte[] buffer = buffers.get();
            int size = open().get(key, buffer);
            while (size > buffer.length) {
                buffer = new byte[Integer.highestOneBit(size) << 1];
                buffers.set(buffer);
                size = open().get(key, buffer);
            }
            if (size == RocksDB.NOT_FOUND) {
                return null;
            }
            PackedView view = views.get();
            view.point(buffer, size);
            view.under(key);
            hot.offer(key, hash, buffer, size, writes);
            return view;
        } catch (RocksDBException e) {
            throw failed("can't read the store", e);
        } catch (IllegalArgumentException e) {
            damaged = true;
            throw new StoreException(Kind.DAMAGED, "can't read the store: " + e.getMessage(), e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Era before which everything of a customer is forgotten; 0 for who was never forgotten. */
    int erasedBefore(byte[] key) {
        inUse.readLock().lock();
        try {
            byte[] era = open().get(StoreKeys.erased(key));
            return era == null ? 0 : ByteBuffer.wrap(era).getInt();
        } catch (RocksDBException e) {
            throw failed("can't read the store", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** The instant, milliseconds UTC, before which everything of a customer is forgotten; long ago for who never was. */
    public long erasedThrough(byte[] key) {
        return Erasure.through(erasedBefore(key));
    }

    /** Starts a batch of changes. */
    public StoreBatch batch() {
        return new StoreBatch(this);
    }

    /** Writes a batch: all of it, or nothing if this throws. */
    public void write(StoreBatch batch) {
        long customersAfter = customers + batch.customersAdded();
        inUse.readLock().lock();
        try (WriteBatch out = new WriteBatch()) {
            batch.writeTo(out, customersAfter);
            open().write(out);
        } catch (RocksDBException e) {
            throw failed("can't write to the store", e);
        } finally {
            inUse.readLock().unlock();
            batch.forEachView(hot::drop);
        }
        customers = customersAfter;
        batch.partitions().forEach(partitions::set);
        batch.readAt().ifPresent(instant -> readAt = instant);
    }

    /**
     * Copies the store as it is now, also what is only in memory.
     *
     * @param to a folder that is not there yet; files are shared with the store where they lie on the same file system
     */
    public void copyTo(Path to) {
        inUse.readLock().lock();
        try {
            open().copyTo(to);
        } catch (RocksDBException e) {
            throw failed("can't copy the store", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Starts to write to disk what is only in memory. */
    public void flush() {
        inUse.readLock().lock();
        try {
            open().flush();
        } catch (RocksDBException e) {
            throw failed("can't flush the store", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Throws everything away and starts again for a log. */
    public void rebuildFor(LogIdentity log) {
        inUse.writeLock().lock();
        try {
            Database old = database;
            database = null;
            identity = null;
            hot.clear();
            if (old != null) {
                old.close();
            }
            directory.clear();
            Database fresh = directory.open(FORMAT);
            database = fresh;
            fresh.put(StoreKeys.IDENTITY, log.toBytes());
            load();
        } catch (RocksDBException e) {
            throw failed("can't start the store again", e);
        } finally {
            inUse.writeLock().unlock();
        }
    }

    /** The log it was filled from; empty before it is known. */
    public Optional<LogIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Number of partitions of the log; 0 before it is known. */
    public int partitionCount() {
        return partitions.length();
    }

    /** How far a partition of the log is in the store. */
    public PartitionState partition(int partition) {
        return partitions.get(partition);
    }

    /** Number of customers. */
    public long customers() {
        return customers;
    }

    /** When it was last seen to hold the whole log, milliseconds UTC of the wall clock; empty if it never was. */
    public Optional<Long> readAt() {
        return readAt == Long.MIN_VALUE ? Optional.empty() : Optional.of(readAt);
    }

    /** Did a read find that what is stored can't be right? */
    public boolean damaged() {
        return damaged;
    }

    /** Bytes it takes on disk and in memory waiting for the disk. */
    public long bytes() {
        inUse.readLock().lock();
        try {
            return open().bytes();
        } catch (RocksDBException e) {
            throw failed("can't measure the store", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** The records of a small topic that are kept, by key. */
    public void forEachCopy(String topic, BiConsumer<byte[], byte[]> consumer) {
        byte[] prefix = StoreKeys.copyPrefix(topic);
        forEach(
                prefix,
                prefix,
                (key, value) -> consumer.accept(Arrays.copyOfRange(key, prefix.length, key.length), value));
    }

    /** The packed views of all customers, in order of their ids' bytes. */
    public void forEachView(BiConsumer<byte[], byte[]> consumer) {
        forEach(StoreKeys.FIRST_CUSTOMER, new byte[0], consumer);
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (database != null) {
                database.close();
                database = null;
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private void forEach(byte[] from, byte[] prefix, BiConsumer<byte[], byte[]> consumer) {
        inUse.readLock().lock();
        try {
            open().forEach(from, prefix, consumer);
        } catch (RocksDBException e) {
            throw failed("can't read the store", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Reads what is known beside the views. */
    private void load() {
        try {
            byte[] log = open().get(StoreKeys.IDENTITY);
            LogIdentity of = log == null ? null : LogIdentity.fromBytes(log);
            var states = new AtomicReferenceArray<PartitionState>(of == null ? 0 : of.partitions());
            for (int partition = 0; partition < states.length(); partition++) {
                byte[] state = open().get(StoreKeys.partition(partition));
                states.set(partition, state == null ? PartitionState.START : PartitionState.fromBytes(state));
            }
            customers = longAt(StoreKeys.CUSTOMERS, 0);
            readAt = longAt(StoreKeys.READ_AT, Long.MIN_VALUE);
            partitions = states;
            identity = of;
            damaged = false;
        } catch (RocksDBException e) {
            throw failed("can't read the store", e);
        }
    }

    private long longAt(byte[] key, long otherwise) throws RocksDBException {
        byte[] value = open().get(key);
        return value == null ? otherwise : ByteBuffer.wrap(value).getLong();
    }

    private Database open() {
        Database current = database;
        if (current == null) {
            throw new StoreException(Kind.OTHER, "the store is closed", null);
        }
        return current;
    }

    private StoreException failed(String what, RocksDBException cause) {
        StoreException failure = new StoreException(what, cause);
        if (failure.kind() == Kind.DAMAGED) {
            damaged = true;
        }
        return failure;
    }
}
