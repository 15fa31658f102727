package io.makolet.serving.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How far one partition of the views topic is in the store.
 *
 * @param offset next offset to read; 0 before the first record
 * @param attempt the newest run of the job of which progress was read; -1 before the first
 * @param writers by writer of that run, the instant through which its views are complete; {@link Long#MIN_VALUE} where it
 *     has said nothing yet
 * @param completeThrough every record of the input up to this instant is in the views read so far, milliseconds UTC;
 *     {@link Long#MIN_VALUE} before it is known
 */
public record PartitionState(long offset, long attempt, long[] writers, long completeThrough) {

    /** Nothing was read yet. */
    public static final PartitionState START = new PartitionState(0, -1, new long[0], Long.MIN_VALUE);

    private static final int MAX_WRITERS = 1 << 15;

    /** The state after the record before an offset was applied. */
    public PartitionState at(long nextOffset) {
        return new PartitionState(nextOffset, attempt, writers, completeThrough);
    }

    /**
     * The state after a writer told its progress: complete is what all writers of the newest run have completed. It never
     * goes back: what an older run completed stays in the store while a newer one catches up with it.
     *
     * @throws IllegalArgumentException if there can't be such a writer
     */
    public PartitionState withProgress(long ofAttempt, int writer, int ofWriters, long complete) {
        if (ofWriters < 1 || ofWriters > MAX_WRITERS || writer < 0 || writer >= ofWriters) {
            throw new IllegalArgumentException("progress of writer " + writer + " of " + ofWriters
                    + ", expected 0 to below a number of writers of 1 to " + MAX_WRITERS);
        }
        if (ofAttempt < attempt) {
            return this;
        }
        long[] next;
        if (ofAttempt == attempt && ofWriters == writers.length) {
            next = writers.clone();
        } else {
            next = new long[ofWriters];
            Arrays.fill(next, Long.MIN_VALUE);
        }
        next[writer] = Math.max(next[writer], complete);
        long least = Arrays.stream(next).min().orElseThrow();
        return new PartitionState(offset, ofAttempt, next, Math.max(completeThrough, least));
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * (3 + writers.length));
        out.putLong(offset).putLong(attempt).putLong(completeThrough);
        Arrays.stream(writers).forEach(out::putLong);
        return out.array();
    }

    static PartitionState fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long offset = in.getLong();
        long attempt = in.getLong();
        long completeThrough = in.getLong();
        long[] writers = new long[in.remaining() / Long.BYTES];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = in.getLong();
        }
        return new PartitionState(offset, attempt, writers, completeThrough);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionState that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "offset " + offset + ", attempt " + attempt + ", writers " + Arrays.toString(writers)
                + ", complete through " + completeThrough;
    }
}
