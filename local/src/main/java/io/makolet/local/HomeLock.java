package io.makolet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process out of a home. The operating system frees it when its holder dies, however that happens; the
 * file names the holder for people.
 */
final class HomeLock implements AutoCloseable {

    /** Homes of this process. To open a lock file that this process has locked, and close it, would free the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    static HomeLock take(Path directory) {
        try {
            Path home = directory.toRealPath();
            if (!HELD.add(home)) {
                throw inUse(home, Long.toString(ProcessHandle.current().pid()));
            }
            @Nullable FileChannel channel = null;
            try {
                channel = lock(home);
                return new HomeLock(home, channel);
            } finally {
                if (channel == null) {
                    HELD.remove(home);
                }
            }
        } catch (IOException e) {
            throw new Failure("home " + directory + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        Path file = home.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw inUse(home, holder(file));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static InvalidInput inUse(Path home, String holder) {
        return new InvalidInput(
                "home " + home + " is in use by process " + holder + ": stop that one, or use another --home");
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "that is just starting" : pid;
    }

    @Override
    public void close() {
        try {
            channel.close();
            HELD.remove(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
