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
         * @param bytes of the message; -1 where there was none: the call failed
         */
        void take(long due, int bytes);
    }

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
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int FIRST_WINDOW = 65_535;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int BUFFER_BYTES = 1 << 18;

    /** Request headers that the server has in its table from the first call on (RFC 7541): six bytes. */
    private static final byte[] KNOWN_HEADERS = {
        (byte) 0x83, (byte) 0x86, (byte) 0xc1, (byte) 0xc0, (byte) 0xbf, (byte) 0xbe
    };

    /** So many calls may be open. */
    private static final int MOST_OPEN = 1 << 14;

    private static final int FREE = -1;

    private final SocketChannel channel;
    private final Answers answers;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] firstHeaders;
    private final long[] dues = new long[MOST_OPEN];
    /** Bytes that came, by call; {@link #FREE} where there is no call. */
    private final int[] sizes = new int[MOST_OPEN];

    private int nextStream = 1;
    private int open;
    private long sendWindow = FIRST_WINDOW;
    private long received;

    /**
     * Connects.
     *
     * @param method full name, such as {@code makolet.v1.Personalization/GetOffers}
     */
    Http2Connection(int port, String method, Answers answers) throws IOException {
        this.answers = answers;
        this.firstHeaders = firstHeaders("/" + method, "127.0.0.1:" + port);
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

    /** May a call with a message of so many bytes be made now? */
    boolean canCall(int bytes) {
        int slot = nextStream >>> 1 & (MOST_OPEN - 1);
        int data = MESSAGE_HEAD + bytes;
        return sizes[slot] == FREE
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
        sizes[slot] = 0;
        open++;
        byte[] headers = stream == 1 ? firstHeaders : KNOWN_HEADERS;
        frame(headers.length, HEADERS, END_HEADERS, stream);
        out.put(headers);
        frame(MESSAGE_HEAD + message.length, DATA, END_STREAM, stream);
        out.put((byte) 0).putInt(message.length).put(message);
        sendWindow -= MESSAGE_HEAD + message.length;
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
                sizes[slot] += length;
                received += length;
                if (received > LARGEST_WINDOW / 2) {
                    frame(Integer.BYTES, WINDOW_UPDATE, 0, 0);
                    out.putInt((int) received);
                    received = 0;
                }
            }
            case HEADERS -> {
                if ((flags & END_STREAM) != 0) {
                    end(slot, sizes[slot] >= MESSAGE_HEAD ? sizes[slot] - MESSAGE_HEAD : -1);
                }
            }
            case RESET -> end(slot, -1);
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
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

    private void end(int slot, int bytes) {
        sizes[slot] = FREE;
        open--;
        answers.take(dues[slot], bytes);
    }

    private void frame(int length, int type, int flags, int stream) {
        out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
    }

    /** All headers in full; the server keeps those that are not in its static table, in this order. */
    private static byte[] firstHeaders(String path, String authority) {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        buffer.put((byte) 0x83).put((byte) 0x86);
        text(buffer.put((byte) 0x44), path);
        text(buffer.put((byte) 0x41), authority);
        text(buffer.put((byte) 0x40), "te");
        text(buffer, "trailers");
        text(buffer.put((byte) 0x5f), "application/grpc");
        return Arrays.copyOf(buffer.array(), buffer.position());
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
