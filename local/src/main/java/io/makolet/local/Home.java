package io.makolet.local;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The folder in which everything of one system lives. Opening takes it for this process until it is closed. */
final class Home implements AutoCloseable {

    /** Version of the layout that this program writes, and the newest it reads. */
    static final int FORMAT = 1;

    /** A system with less disk than this would be in trouble at once. */
    static final long LEAST_SPACE = 160L << 20;

    /** What a part that died of a full disk needs to come back. */
    private static final long LEAST_TO_RESTART = 24L << 20;

    private final Path root;
    private final HomeLock lock;

    private Home(Path root, HomeLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens a home, and makes it where it is new. What the last process left behind in {@code tmp} is removed.
     *
     * @param state where the job keeps its state; it cannot change over a home's life
     */
    static Home open(Path directory, StateBackend state) {
        Path root = directory.toAbsolutePath().normalize();
        if (root.toString().matches(".*[,;].*")) {
            throw new InvalidInput("home " + root + ", expected a path without comma and semicolon");
        }
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new InvalidInput("home " + root + " cannot be made (" + reason(e) + "), expected a writable folder");
        }
        if (!Files.isWritable(root)) {
            throw new InvalidInput("home " + root + " is not writable, expected a folder this user may write to");
        }
        HomeLock lock = HomeLock.take(root);
        try {
            Home home = new Home(root, lock);
            home.checkSpace();
            home.checkFormat(state);
            Folders.delete(home.tmp());
            for (Path folder : new Path[] {
                home.kafka(),
                home.registry(),
                home.checkpoints(),
                home.serving(),
                home.schemas(),
                home.tmp(),
                home.logs()
            }) {
                Files.createDirectories(folder);
            }
            return home;
        } catch (IOException e) {
            lock.close();
            throw new Failure("home " + root + " cannot be prepared: " + reason(e), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void checkSpace() {
        long space = usableSpace();
        if (space < LEAST_SPACE) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "the disk of home %s has %d MB left, expected at least %d MB",
                    root,
                    space >> 20,
                    LEAST_SPACE >> 20));
        }
    }

    private void checkFormat(StateBackend state) throws IOException {
        Path file = root.resolve("format");
        if (!Files.exists(file)) {
            Path draft = root.resolve("format.new");
            Files.writeString(draft, "format=" + FORMAT + "\nstate=" + state.word() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Properties found = new Properties();
        found.load(new StringReader(Files.readString(file)));
        String format = found.getProperty("format", "");
        if (!format.matches("[1-9][0-9]{0,8}") || Integer.parseInt(format) > FORMAT) {
            throw new InvalidInput("home " + root + " has format '" + format + "', this makolet reads up to " + FORMAT
                    + ": use a newer makolet, or another --home");
        }
        String was = found.getProperty("state", state.word());
        if (!was.equals(state.word())) {
            throw new InvalidInput("home " + root + " was made with --state " + was + ", not " + state.word()
                    + ": start it with --state " + was + ", or use another --home");
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    /** Bytes that can still be written. */
    long usableSpace() {
        return root.toFile().getUsableSpace();
    }

    /** Was this home left without stopping its registry? Then that may still run. */
    boolean registryMayRun() {
        return Files.exists(registry().resolve("registry.pid"));
    }

    /** What a full disk keeps from being started; empty where there is space. */
    Optional<String> shortage() {
        long space = usableSpace();
        return space >= LEAST_TO_RESTART
                ? Optional.empty()
                : Optional.of(
                        "the disk of " + root + " is full, expected at least " + (LEAST_TO_RESTART >> 20) + " MB");
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path serving() {
        return root.resolve("serving");
    }

    Path schemas() {
        return root.resolve("schemas");
    }

    Path tmp() {
        return root.resolve("tmp");
    }

    Path logs() {
        return root.resolve("logs");
    }

    @Override
    public void close() {
        lock.close();
    }
}
