package io.makolet.example.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * What became of each line of a list, in a file that only grows: a line before a mail is handed to the mail server, and one
 * when it has answered. A mail with the first but not the second is in doubt. Each line is one write, so a kill leaves at most the
 * last one torn, which is cut off. Takes three bits for a line of the list. Safe for threads; one process at a time.
 */
final class Ledger implements AutoCloseable {

    private static final String FORMAT = "makolet-mailing 1";

    /** What is known of a mail. */
    enum State {
        /** It is about to be handed over. */
        SENDING,
        /** The mail server has taken it. */
        SENT,
        /** The campaign does not want it sent. */
        LEFT_OUT,
        /** The mail server will never take it. */
        FAILED,
        /** The mail server does not take it now, and has not taken it. */
        DEFERRED;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            throw new MailingException("the ledger has the state '" + word + "', expected one of a mailing");
        }
    }

    private final FileChannel channel;
    private final BitSet done = new BitSet();
    private final BitSet handed = new BitSet();
    private final BitSet inDoubt = new BitSet();

    /**
     * Opens a ledger, or begins it.
     *
     * @param mailing the campaign and the fingerprint of the list: a ledger is of one mailing
     * @throws MailingException if it is of another mailing, or another process has it open
     */
    Ledger(Path file, String mailing) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new MailingException("another mailer has the ledger " + file + " open");
            }
            if (begins(file, FORMAT + "\t" + mailing)) {
                channel.truncate(0);
                write(FORMAT + "\t" + mailing + "\n");
            } else {
                channel.truncate(wholeLines(file));
                channel.position(channel.size());
                read(file);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Is nothing noted yet, if the file holds a part of its first line at most?
     *
     * @throws MailingException if it is another file: nothing of it is touched
     */
    private static boolean begins(Path file, String first) throws IOException {
        byte[] expected = (first + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] found = new byte[expected.length];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(found, 0, found.length);
        }
        if (Arrays.mismatch(expected, 0, length, found, 0, length) >= 0) {
            String line = new String(found, 0, length, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new MailingException("the ledger " + file + " begins with '" + line + "', expected '" + first
                    + "': go on with the list and the campaign it was begun with, or begin a new ledger");
        }
        return length < expected.length;
    }

    /** Length of the file up to its last end of a line, bytes. */
    private static long wholeLines(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    return end;
                }
                end--;
            }
            return 0;
        }
    }

    private void read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.readLine();
            int number = 2;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                if (fields.length < 2 || !fields[0].matches("\\d{1,9}")) {
                    throw new MailingException("the ledger " + file + " has '" + line + "' in line " + number
                            + ", expected the number of a line of the list and what became of it");
                }
                note(Integer.parseInt(fields[0]), State.of(fields[1]));
                number++;
            }
        }
    }

    /** A refusal clears no doubt of another time that the mail was handed over. */
    private void note(int line, State state) {
        if (state == State.SENDING && handed.get(line)) {
            inDoubt.set(line);
        }
        handed.set(line, state == State.SENDING);
        done.set(line, state == State.SENT || state == State.LEFT_OUT || state == State.FAILED);
    }

    /** Nothing is to be done for this line of the list any more. */
    synchronized boolean isDone(int line) {
        return done.get(line);
    }

    /** The mail may have been sent, or not: whoever sent it was killed before it knew. */
    synchronized boolean isInDoubt(int line) {
        return handed.get(line) || inDoubt.get(line);
    }

    /** Writes what is known of a mail now; it outlives this process when this returns. */
    synchronized void write(Recipient to, State state, String why) {
        try {
            write(to.line() + "\t" + state.word() + "\t" + oneLine(to.customerId()) + "\t" + oneLine(why) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        note(to.line(), state);
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\t\\r\\n]+", " ");
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Puts everything on the disk. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(false);
        }
    }
}
