package io.makolet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Web servers that ask at a steady rate whatever comes of it: each waits so long for an answer, then shows something else
 * and says that it gave up. Where a node allows no more open calls, it shows something else at once, as our clients do.
 */
final class Callers implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    private static final int OPEN_PER_CONNECTION = 32;
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What came of calls that were due within a quarter of a second, or longer. */
    static final class Outcome {
        /** From when calls were due to their answers, where these came in time. */
        final Histogram nanos = new Histogram(LONGEST_NANOS, 3);

        long due;
        long late;
        long turnedAway;
        long failed;

        /** Answers that came in time. */
        long inTime() {
            return nanos.getTotalCount();
        }

        private void add(Outcome other) {
            nanos.add(other.nanos);
            due += other.due;
            late += other.late;
            turnedAway += other.turnedAway;
            failed += other.failed;
        }

        static Outcome all(List<Outcome> windows) {
            Outcome all = new Outcome();
            windows.forEach(all::add);
            return all;
        }
    }

    private final Selector selector = Selector.open();
    private final List<Http2Connection> connections = new ArrayList<>();
    private final long patience;
    private List<Outcome> windows = List.of();
    private long start;

    /** Connects to a node on this machine. */
    Callers(int port, String method, int patienceMillis) throws IOException {
        patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        for (int i = 0; i < CONNECTIONS; i++) {
            Http2Connection connection = new Http2Connection(port, method, patienceMillis, this::take);
            connections.add(connection);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
        }
    }

    /** How long a window is, seconds. */
    static double windowSeconds() {
        return WINDOW_NANOS / 1e9;
    }

    /** Asks as much as the node answers; how much that is, a second. */
    double most(Asking asking, double seconds) throws IOException {
        windows = List.of(new Outcome());
        start = System.nanoTime();
        for (long end = start + (long) (seconds * 1e9); System.nanoTime() < end; step()) {
            for (Http2Connection connection : connections) {
                while (connection.open() < OPEN_PER_CONNECTION && connection.canCall(asking.bytes())) {
                    connection.call(asking.next(), System.nanoTime());
                }
            }
        }
        finish();
        return windows.get(0).inTime() / seconds;
    }

    /** Asks for a time; what came of it, window by window. Returns when all calls have ended. */
    List<Outcome> ask(Asking asking, double perSecond, double seconds) throws IOException {
        long calls = Math.round(perSecond * seconds);
        windows = new ArrayList<>();
        for (long at = 0; at < (long) (seconds * 1e9); at += WINDOW_NANOS) {
            windows.add(new Outcome());
        }
        start = System.nanoTime();
        for (long made = 0; made < calls; step()) {
            long now = System.nanoTime();
            for (long due = due(made, perSecond); made < calls && due <= now; due = due(made, perSecond)) {
                call(made, asking, due);
                made++;
            }
        }
        finish();
        return windows;
    }

    private void finish() throws IOException {
        while (connections.stream().anyMatch(connection -> connection.open() > 0)) {
            step();
        }
    }

    private long due(long number, double perSecond) {
        return start + (long) (number * 1e9 / perSecond);
    }

    private void call(long number, Asking asking, long due) {
        Http2Connection connection = connections.get((int) (number % connections.size()));
        Outcome window = window(due);
        window.due++;
        if (connection.canCall(asking.bytes())) {
            connection.call(asking.next(), due);
        } else {
            window.turnedAway++;
        }
    }

    private void step() throws IOException {
        long now = System.nanoTime();
        for (Http2Connection connection : connections) {
            connection.giveUp(now);
            connection.flush();
        }
        if (selector.selectNow(this::read) == 0) {
            Thread.onSpinWait();
        }
    }

    private void read(SelectionKey key) {
        try {
            ((Http2Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(long due, int bytes) {
        Outcome window = window(due);
        long waited = System.nanoTime() - due;
        if (bytes > 0 && waited <= patience) {
            window.nanos.recordValue(waited);
        } else if (bytes > 0 || bytes == Http2Connection.GIVEN_UP) {
            window.late++;
        } else {
            window.failed++;
        }
    }

    private Outcome window(long due) {
        return windows.get((int) Math.min(windows.size() - 1, (due - start) / WINDOW_NANOS));
    }

    @Override
    public void close() throws IOException {
        for (Http2Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
