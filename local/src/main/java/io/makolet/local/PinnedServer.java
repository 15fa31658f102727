package io.makolet.local;

import io.makolet.benchmarks.ReadPeers.Peer;
import io.makolet.schemas.registry.DiesWithParent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own on the first processor, which ends with ours, however ours ends. */
final class PinnedServer implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final int port;

    private PinnedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the command of a server, whatever it is written in; returns when its port is open.
     *
     * @param name of its log in the folder of logs
     */
    static PinnedServer start(String name, Path logs, int port, List<String> command) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve(name + ".log");
        PinnedServer server = new PinnedServer(
                new ProcessBuilder(Processors.pinned(command))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                port);
        try {
            server.awaitPort(name, log);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** The command of a server in Java, with the settings that all that are compared have. */
    static List<String> java(Path logs, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms384m",
                "-Xmx384m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlog4j2.configurationFile=classpath:io/makolet/local/makolet-logging.xml",
                "-Dmakolet.logs=" + logs.resolve(main.getSimpleName()),
                "-cp",
                System.getProperty("java.class.path"),
                DiesWithParent.class.getName(),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** As benchmarks take it. */
    Peer peer() {
        return new Peer(port, List.of(pid()));
    }

    /** The server itself: {@code taskset} becomes it. */
    long pid() {
        return process.pid();
    }

    /** Kills it, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        if (!goneWithin(GRACE)) {
            throw new Failure("process " + process.pid() + " does not end");
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!goneWithin(GRACE)) {
            process.destroyForcibly();
        }
    }

    private void awaitPort(String name, Path log) {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!isOpen()) {
            if (goneWithin(POLL)) {
                throw new Failure(name + " ended with status " + process.exitValue() + " as it started, see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new Failure(name + " did not answer within " + STARTUP.toSeconds() + " s, see " + log);
            }
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean goneWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while waiting for process " + process.pid(), e);
        }
    }
}
