package io.makolet.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection that calls one unary gRPC method of a server on this machine, spoken frame by frame (RFC 9113): it costs a
 * tenth of what gRPC's own client does, so that one processor can ask more than another can answer. What servers see is
 * what a gRPC client sends. For one thread, which never waits here.
 */
final class Http2Connection implements AutoCloseable {

    /** Takes answers. */
    interface Answers {
        /**
         * One more.
         *
         * @param due as it was given with the call
         * @param bytes of the message; {@link #FAILED} where there was none, {@link #GIVEN_UP} where the caller waited long
         *     enough
         */
        void take(long due, int bytes);
    }

    /** The server answered with an error. */
    static final int FAILED = -1;

    /** The answer was not there in time. */
    static final int GIVEN_UP = -2;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private static final int FRAME_HEAD = 9;
    private static final int MESSAGE_HEAD = 5;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;
    private static final int FIRST_WINDOW = 65_535;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int BUFFER_BYTES = 1 << 18;

    /** Newest of the headers that the server has in its table from the first call on (RFC 7541). */
    private static final int NEWEST_HEADER = 0xbe;

    /** So many calls may be open. */
    private static final int MOST_OPEN = 1 << 14;

    private static final int FREE = -1;

    private final SocketChannel channel;
    private final Answers answers;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] firstHeaders;
    private final byte[] knownHeaders;
    private final long patience;
    private final long[] dues = new long[MOST_OPEN];
    private final int[] streams = new int[MOST_OPEN];
    /** Bytes that came, by call; {@link #FREE} where there is no call. */
    private final int[] sizes = new int[MOST_OPEN];

    private int nextStream = 1;
    /** Of the calls that may still be open. */
    private int oldestStream = 1;

    private int open;
    private long mostOpen = MOST_OPEN;
    private long sendWindow = FIRST_WINDOW;
    private long received;

    /**
     * Connects, for calls that wait for ever.
     *
     * @param method full name, such as {@code makolet.v1.Personalization/GetOffers}
     */
    Http2Connection(int port, String method, Answers answers) throws IOException {
        this(port, method, 0, answers);
    }

    /**
     * Connects.
     *
     * @param patienceMillis after which a call is given up, see {@link #giveUp}; the server is told; 0 for never
     */
    Http2Connection(int port, String method, int patienceMillis, Answers answers) throws IOException {
        this.answers = answers;
        this.patience = patienceMillis * 1_000_000L;
        this.firstHeaders = firstHeaders("/" + method, "127.0.0.1:" + port, patienceMillis);
        this.knownHeaders = knownHeaders(patienceMillis > 0 ? 5 : 4);
        Arrays.fill(sizes, FREE);
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        out.put(PREFACE);
        frame(6, SETTINGS, 0, 0);
        out.putShort((short) INITIAL_WINDOW_SIZE).putInt(LARGEST_WINDOW);
        frame(Integer.BYTES, WINDOW_UPDATE, 0, 0);
        out.putInt(LARGEST_WINDOW - FIRST_WINDOW);
        flush();
    }

    /** The socket, not blocking. */
    SocketChannel channel() {
        return channel;
    }

    /** Calls that are not answered yet. */
    int open() {
        return open;
    }

    /** Has the caller as many calls open as the server allows? */
    boolean isFull() {
        return open >= mostOpen;
    }

    /** May a call with a message of so many bytes be made now? */
    boolean canCall(int bytes) {
        int slot = nextStream >>> 1 & (MOST_OPEN - 1);
        int data = MESSAGE_HEAD + bytes;
        return sizes[slot] == FREE
                && !isFull()
                && sendWindow >= data
                && out.remaining() >= 2 * FRAME_HEAD + firstHeaders.length + data;
    }

    /**
     * Makes a call, which goes out with the next {@link #flush}.
     *
     * @param due is given back with the answer
     */
    void call(byte[] message, long due) {
        int stream = nextStream;
        nextStream += 2;
        int slot = stream >>> 1 & (MOST_OPEN - 1);
        dues[slot] = due;
        streams[slot] = stream;
        sizes[slot] = 0;
        open++;
        byte[] headers = stream == 1 ? firstHeaders : knownHeaders;
        frame(headers.length, HEADERS, END_HEADERS, stream);
        out.put(headers);
        frame(MESSAGE_HEAD + message.length, DATA, END_STREAM, stream);
        out.put((byte) 0).putInt(message.length).put(message);
        sendWindow -= MESSAGE_HEAD + message.length;
    }

    /** Gives up the calls that have waited long enough, which goes out with the next {@link #flush}. */
    void giveUp(long now) {
        while (oldestStream < nextStream && out.remaining() >= FRAME_HEAD + Integer.BYTES) {
            int slot = oldestStream >>> 1 & (MOST_OPEN - 1);
            if (isOpen(slot, oldestStream)) {
                if (now - dues[slot] < patience) {
                    return;
                }
                frame(Integer.BYTES, RESET, 0, oldestStream);
                out.putInt(CANCEL);
                end(slot, GIVEN_UP);
            }
            oldestStream += 2;
        }
    }

    private boolean isOpen(int slot, int stream) {
        return sizes[slot] != FREE && streams[slot] == stream;
    }

    /** Sends what is there to be sent, as much as the socket takes. */
    void flush() throws IOException {
        out.flip();
        if (out.hasRemaining()) {
            channel.write(out);
        }
        out.compact();
    }

    /**
     * Takes what has come.
     *
     * @throws IOException if the server ended the connection
     */
    void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed the connection with " + open + " calls open");
        }
        in.flip();
        while (in.remaining() >= FRAME_HEAD) {
            int at = in.position();
            int length = in.getInt(at) >>> 8;
            if (in.remaining() < FRAME_HEAD + length) {
                break;
            }
            take(in.get(at + 3), in.get(at + 4), in.getInt(at + 5), at + FRAME_HEAD, length);
            in.position(at + FRAME_HEAD + length);
        }
        in.compact();
    }

    private void take(int type, int flags, int stream, int at, int length) throws IOException {
        int slot = stream >>> 1 & (MOST_OPEN - 1);
        switch (type) {
            case DATA -> {
                if (isOpen(slot, stream)) {
                    sizes[slot] += length;
                }
                received += length;
                if (received > LARGEST_WINDOW / 2) {
                    frame(Integer.BYTES, WINDOW_UPDATE, 0, 0);
                    out.putInt((int) received);
                    received = 0;
                }
            }
            case HEADERS -> {
                if ((flags & END_STREAM) != 0 && isOpen(slot, stream)) {
                    end(slot, sizes[slot] >= MESSAGE_HEAD ? sizes[slot] - MESSAGE_HEAD : FAILED);
                }
            }
            case RESET -> {
                if (isOpen(slot, stream)) {
                    end(slot, FAILED);
                }
            }
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    settings(at, length);
                    frame(0, SETTINGS, ACK, 0);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    frame(Long.BYTES, PING, ACK, 0);
                    out.putLong(in.getLong(at));
                }
            }
            case WINDOW_UPDATE -> sendWindow += stream == 0 ? in.getInt(at) : 0;
            case GO_AWAY -> throw new IOException("the server ends the connection, code " + in.getInt(at + 4));
            default -> {
                // Frames of unknown types are passed over, as the standard says.
            }
        }
    }

    private void settings(int from, int length) {
        for (int at = from; at < from + length; at += Short.BYTES + Integer.BYTES) {
            if (in.getShort(at) == MAX_CONCURRENT_STREAMS) {
                mostOpen = Math.min(MOST_OPEN, Integer.toUnsignedLong(in.getInt(at + Short.BYTES)));
            }
        }
    }

    private void end(int slot, int bytes) {
        sizes[slot] = FREE;
        open--;
        answers.take(dues[slot], bytes);
    }

    private void frame(int length, int type, int flags, int stream) {
        out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
    }

    /** All headers in full; the server keeps those that are not in its static table, in this order. */
    private static byte[] firstHeaders(String path, String authority, int patienceMillis) {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        buffer.put((byte) 0x83).put((byte) 0x86);
        text(buffer.put((byte) 0x44), path);
        text(buffer.put((byte) 0x41), authority);
        text(buffer.put((byte) 0x40), "te");
        text(buffer, "trailers");
        text(buffer.put((byte) 0x5f), "application/grpc");
        if (patienceMillis > 0) {
            text(buffer.put((byte) 0x40), "grpc-timeout");
            text(buffer, patienceMillis + "m");
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** The same by their places in the server's table, in which the first call's last header is the newest. */
    private static byte[] knownHeaders(int kept) {
        ByteBuffer buffer = ByteBuffer.allocate(2 + kept).put((byte) 0x83).put((byte) 0x86);
        for (int header = NEWEST_HEADER + kept - 1; header >= NEWEST_HEADER; header--) {
            buffer.put((byte) header);
        }
        return buffer.array();
    }

    private static void text(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        buffer.put((byte) bytes.length).put(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
