package io.makolet.serving.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the disk full for a store: the tables it will write next are links to the device on which every write fails for
 * want of space. So the store sees what the kernel says of a full disk.
 */
public final class FullDisk implements AutoCloseable {

    private static final Path DEVICE = Path.of("/dev/full");
    private static final int TABLES = 300;

    private final Path directory;

    /** Takes the space away from the store in a directory; call {@link #stayFull()} while it tries again. */
    public FullDisk(Path directory) throws IOException {
        this.directory = directory;
        stayFull();
    }

    /** The store removes the tables it failed to write: puts the links back. */
    public void stayFull() throws IOException {
        for (int number = 1; number < TABLES; number++) {
            Path table = table(number);
            if (!Files.exists(table)) {
                Files.deleteIfExists(table);
                Files.createSymbolicLink(table, DEVICE);
            }
        }
    }

    /** Gives the space back. */
    @Override
    public void close() throws IOException {
        for (int number = 1; number < TABLES; number++) {
            if (Files.isSymbolicLink(table(number))) {
                Files.delete(table(number));
            }
        }
    }

    private Path table(int number) {
        return directory.resolve(String.format("%06d.sst", number));
    }
}
