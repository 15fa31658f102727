package io.makolet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Asks a server from one thread, over some connections: as much as it answers, or at a steady rate. */
final class ReadDriver implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int OPEN_PER_CONNECTION = 32;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long WAIT_MILLIS = 100;

    /**
     * What came of it.
     *
     * @param answers calls that were answered
     * @param failed calls that were not
     * @param seconds from the first call to the last answer
     * @param nanos from when each call was due to its answer
     */
    record Asked(long answers, long failed, double seconds, Histogram nanos) {
        double perSecond() {
            return answers / seconds;
        }
    }

    private final Selector selector = Selector.open();
    private final List<Http2Connection> connections = new ArrayList<>();
    private Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private long failed;

    /** Connects to a server on this machine. */
    ReadDriver(int port, String method) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Http2Connection connection = new Http2Connection(port, method, this::take);
            connections.add(connection);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
        }
    }

    /** A closed loop: as many calls are always open as keep a server busy. */
    Asked closed(Asking asking, double seconds) throws IOException {
        begin();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            for (Http2Connection connection : connections) {
                while (connection.open() < OPEN_PER_CONNECTION && connection.canCall(asking.bytes())) {
                    connection.call(asking.next(), System.nanoTime());
                }
                connection.flush();
            }
            selector.select(this::read, WAIT_MILLIS);
        }
        return finish(start);
    }

    /** An open loop: calls are made when they are due, whether or not those before are answered. */
    Asked open(Asking asking, double perSecond, double seconds) throws IOException {
        begin();
        long start = System.nanoTime();
        long calls = Math.round(perSecond * seconds);
        long made = 0;
        while (made < calls) {
            long now = System.nanoTime();
            long due = due(start, made, perSecond);
            if (now >= due) {
                while (made < calls && now >= due && call(made, asking, due)) {
                    made++;
                    due = due(start, made, perSecond);
                }
                for (Http2Connection connection : connections) {
                    connection.flush();
                }
            }
            if (selector.selectNow(this::read) == 0) {
                Thread.onSpinWait();
            }
        }
        return finish(start);
    }

    private static long due(long start, long number, double perSecond) {
        return start + (long) (number * 1e9 / perSecond);
    }

    private boolean call(long number, Asking asking, long due) {
        Http2Connection connection = connections.get((int) (number % connections.size()));
        if (!connection.canCall(asking.bytes())) {
            return false;
        }
        connection.call(asking.next(), due);
        return true;
    }

    private void begin() {
        nanos = new Histogram(LONGEST_NANOS, 3);
        failed = 0;
    }

    private Asked finish(long start) throws IOException {
        long last = System.nanoTime();
        while (connections.stream().anyMatch(connection -> connection.open() > 0)) {
            for (Http2Connection connection : connections) {
                connection.flush();
            }
            selector.select(this::read, WAIT_MILLIS);
            if (System.nanoTime() - last > GIVE_UP_NANOS) {
                throw new IOException("calls were not answered within 20 s");
            }
        }
        return new Asked(nanos.getTotalCount(), failed, (System.nanoTime() - start) / 1e9, nanos);
    }

    private void read(SelectionKey key) {
        try {
            ((Http2Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(long due, int bytes) {
        if (bytes <= 0) {
            failed++;
        } else {
            nanos.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
        }
    }

    @Override
    public void close() throws IOException {
        for (Http2Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
