package io.makolet.serving.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB, tuned for reading single values that are written often: its files lie in the memory of the process as far as
 * the operating system has room for them, and each has its index and filter on the heap of RocksDB.
 *
 * <p>There is no write-ahead log: what was not flushed when the process dies is read from Kafka again.
 */
final class Database implements AutoCloseable {

    private static final long WRITE_BUFFER_BYTES = 32L << 20;
    /** Of the write buffer, for a filter of the keys in it: nearly all reads are of others, and looking for them is dear. */
    private static final double MEMORY_FILTER_SHARE = 0.01;

    private static final int BLOCK_BYTES = 4 << 10;
    private static final int BLOOM_BITS_PER_KEY = 10;
    private static final int BACKGROUND_JOBS = 2;
    /** After this time a file goes on to the level below, so that what was deleted is off the disk within a day or so. */
    private static final Duration MOVES_DOWN_AFTER = Duration.ofHours(6);

    private final Path directory;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RocksDB db;
    private final WriteOptions writeOptions;
    private final FlushOptions flushOptions;

    /** Opens the database in a directory, which is made if it isn't there. */
    Database(Path directory) throws RocksDBException {
        this.directory = directory;
        // A write that would wait gives up instead: RocksDB can't recover from a full disk behind a waiting write.
        writeOptions = part(new WriteOptions()).setDisableWAL(true).setNoSlowdown(true);
        flushOptions = part(new FlushOptions()).setWaitForFlush(false).setAllowWriteStall(true);
        Options options = part(new Options())
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setMaxOpenFiles(-1)
                .setAllowMmapReads(true)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(MEMORY_FILTER_SHARE)
                .setTtl(MOVES_DOWN_AFTER.toSeconds())
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setNoBlockCache(true)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(part(new BloomFilter(BLOOM_BITS_PER_KEY, false)))
                        .setFormatVersion(5)
                        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                        .setDataBlockHashTableUtilRatio(0.75));
        try {
            db = part(RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            closeParts();
            throw e;
        }
    }

    /** Reads into a buffer; the size of the value, of which the buffer may be too small for the end, or -1. */
    int get(byte[] key, byte[] into) throws RocksDBException {
        return db.get(key, into);
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(key);
    }

    void put(byte[] key, byte[] value) throws RocksDBException {
        db.put(writeOptions, key, value);
    }

    void write(WriteBatch batch) throws RocksDBException {
        db.write(writeOptions, batch);
    }

    /** Starts to write to disk what is only in memory. */
    void flush() throws RocksDBException {
        db.flush(flushOptions);
    }

    /** Copies everything to a folder that is not there yet. */
    void copyTo(Path folder) throws RocksDBException {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(folder.toString());
        }
    }

    boolean isEmpty() {
        try (RocksIterator iterator = db.newIterator()) {
            iterator.seekToFirst();
            return !iterator.isValid();
        }
    }

    /** All entries from a key on, in order, as long as their keys start with a prefix. */
    void forEach(byte[] from, byte[] prefix, BiConsumer<byte[], byte[]> consumer) throws RocksDBException {
        try (RocksIterator iterator = db.newIterator()) {
            for (iterator.seek(from);
                    iterator.isValid() && StoreKeys.startsWith(iterator.key(), prefix);
                    iterator.next()) {
                consumer.accept(iterator.key(), iterator.value());
            }
            iterator.status();
        }
    }

    /** Bytes of its files and of what waits in memory to be written to them. */
    long bytes() throws RocksDBException {
        return db.getLongProperty("rocksdb.total-sst-files-size")
                + db.getLongProperty("rocksdb.cur-size-all-mem-tables");
    }

    /** Flushes what was written, and closes. */
    @Override
    public void close() {
        closeParts();
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private void closeParts() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("can't close the store in " + directory, e);
            }
        }
        parts.clear();
    }
}
