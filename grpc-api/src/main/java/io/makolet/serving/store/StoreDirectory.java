package io.makolet.serving.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory in which the database lies: opened as it is, or emptied if what it holds is of no use. */
final class StoreDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    private final Path directory;

    StoreDirectory(Path directory) {
        this.directory = directory;
    }

    /** Opens what is there if it is of a format and whole, else an empty database. */
    Database open(byte[] format) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("can't make the store's directory " + directory, e);
        }
        try {
            return openAs(format);
        } catch (RocksDBException e) {
            StoreException failure = new StoreException("can't open the store in " + directory, e);
            if (failure.kind() != StoreException.Kind.DAMAGED) {
                throw failure;
            }
            LOG.warn(
                    "The store in {} is thrown away and built again from the log: {}", directory, failure.getMessage());
        }
        clear();
        try {
            return openAs(format);
        } catch (RocksDBException e) {
            throw new StoreException("can't open the store in " + directory, e);
        }
    }

    private Database openAs(byte[] format) throws RocksDBException {
        Database database = new Database(directory);
        try {
            byte[] found = database.get(StoreKeys.FORMAT);
            if (Arrays.equals(found, format)) {
                return database;
            }
            if (database.isEmpty()) {
                database.put(StoreKeys.FORMAT, format);
                return database;
            }
            LOG.warn(
                    "The store in {} is thrown away and built again from the log: it is of format {}, expected {}",
                    directory,
                    found == null ? "none" : Arrays.toString(found),
                    Arrays.toString(format));
        } catch (RocksDBException e) {
            database.close();
            throw e;
        }
        database.close();
        clear();
        Database fresh = new Database(directory);
        fresh.put(StoreKeys.FORMAT, format);
        return fresh;
    }

    /** Deletes what lies in the directory. */
    void clear() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.filter(p -> !p.equals(directory))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't clear the store's directory " + directory, e);
        }
    }
}
