package io.makolet.flink;

import java.time.Duration;
import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * RocksDB's files lose what was deleted within a day or so, and checkpoints with them: by itself it moves a deletion down
 * to what is deleted whenever that level is full, which may be never. Public for Flink, which makes it by its name.
 */
public final class PromptDeletion implements RocksDBOptionsFactory {

    /** After this time a file goes on to the level below, down to the last. */
    static final Duration MOVES_DOWN_AFTER = Duration.ofHours(6);

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        return current;
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setTtl(MOVES_DOWN_AFTER.toSeconds());
    }
}
