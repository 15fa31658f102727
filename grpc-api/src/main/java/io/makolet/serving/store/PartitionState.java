package io.makolet.serving.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
public record PartitionState(long offset, long attempt, List<Long> writers, long completeThrough) {

    /** Nothing was read yet. */
    public static final PartitionState START = new PartitionState(0, -1, List.of(), Long.MIN_VALUE);

    private static final int MAX_WRITERS = 1 << 15;

    public PartitionState {
        writers = List.copyOf(writers);
    }

    /** The state once everything before an offset is applied. */
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
        boolean sameRun = ofAttempt == attempt && ofWriters == writers.size();
        List<Long> next = new ArrayList<>(sameRun ? writers : Collections.nCopies(ofWriters, Long.MIN_VALUE));
        next.set(writer, Math.max(next.get(writer), complete));
        return new PartitionState(offset, ofAttempt, next, Math.max(completeThrough, Collections.min(next)));
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * (3 + writers.size()));
        out.putLong(offset).putLong(attempt).putLong(completeThrough);
        writers.forEach(out::putLong);
        return out.array();
    }

    static PartitionState fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long offset = in.getLong();
        long attempt = in.getLong();
        long completeThrough = in.getLong();
        List<Long> writers = new ArrayList<>();
        while (in.hasRemaining()) {
            writers.add(in.getLong());
        }
        return new PartitionState(offset, attempt, writers, completeThrough);
    }
}
