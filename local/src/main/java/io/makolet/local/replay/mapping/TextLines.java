package io.makolet.local.replay.mapping;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a text file, with their numbers, unpacked where it is compressed with gzip. */
final class TextLines implements Closeable {

    /** Longest line in bytes; more than a broker takes in one record anyway. */
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;

    /**
     * @param number from 1
     * @param problem what is wrong with the line as text; null if nothing is
     */
    record Line(long number, String text, @Nullable String problem) {}

    private final InputStream in;
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private long number;

    private TextLines(InputStream in) {
        this.in = in;
    }

    static TextLines open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return new TextLines(gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The next line without its end, or null at the end of the file. */
    @Nullable
    Line next() throws IOException {
        if (!pushedBack.isEmpty()) {
            return pushedBack.pop();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        long length = 0;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (length++ < LONGEST) {
                bytes.write(b);
            }
        }
        number++;
        return line(bytes.toByteArray(), length);
    }

    /** Gives a line back, to be read again before all others. */
    void pushBack(Line line) {
        pushedBack.push(line);
    }

    private Line line(byte[] bytes, long length) {
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        // A byte order mark is no part of the first column's name.
        boolean mark = number == 1
                && end >= 3
                && bytes[0] == (byte) 0xef
                && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf;
        int start = mark ? 3 : 0;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            return new Line(number, text, length > LONGEST ? "a line of at most " + LONGEST + " bytes" : null);
        } catch (CharacterCodingException e) {
            return new Line(
                    number, new String(bytes, start, end - start, StandardCharsets.ISO_8859_1), "text in UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
