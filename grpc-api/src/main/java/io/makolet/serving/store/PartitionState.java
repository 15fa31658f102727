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
 * @param evaluated by writer of that run, the offset of the last definition for which all of its customers have been
 *     evaluated; {@link Long#MIN_VALUE} where it has not said
 * @param evaluatedThrough the least of them, or what an older run had reached; {@link Long#MIN_VALUE} before it is known
 */
public record PartitionState(
        long offset,
        long attempt,
        List<Long> writers,
        long completeThrough,
        List<Long> evaluated,
        long evaluatedThrough) {

    /** Nothing was read yet. */
    public static final PartitionState START =
            new PartitionState(0, -1, List.of(), Long.MIN_VALUE, List.of(), Long.MIN_VALUE);

    private static final int MAX_WRITERS = 1 << 15;

    /** Stands where the first version, which knew nothing of definitions, has an offset. */
    private static final long SECOND_VERSION = -2;

    public PartitionState {
        writers = List.copyOf(writers);
        evaluated = List.copyOf(evaluated);
    }

    /** The state once everything before an offset is applied. */
    public PartitionState at(long nextOffset) {
        return new PartitionState(nextOffset, attempt, writers, completeThrough, evaluated, evaluatedThrough);
    }

    /** The state after a writer told its progress without saying anything of definitions. */
    public PartitionState withProgress(long ofAttempt, int writer, int ofWriters, long complete) {
        return withProgress(ofAttempt, writer, ofWriters, complete, Long.MIN_VALUE);
    }

    /**
     * The state after a writer told its progress: complete is what all writers of the newest run have completed. It never
     * goes back: what an older run completed stays in the store while a newer one catches up with it.
     *
     * @param definitions offset of the last definition for which all of its customers have been evaluated;
     *     {@link Long#MIN_VALUE} where it doesn't say
     * @throws IllegalArgumentException if there can't be such a writer
     */
    public PartitionState withProgress(long ofAttempt, int writer, int ofWriters, long complete, long definitions) {
        if (ofWriters < 1 || ofWriters > MAX_WRITERS || writer < 0 || writer >= ofWriters) {
            throw new IllegalArgumentException("progress of writer " + writer + " of " + ofWriters
                    + ", expected 0 to below a number of writers of 1 to " + MAX_WRITERS);
        }
        if (ofAttempt < attempt) {
            return this;
        }
        boolean sameRun = ofAttempt == attempt && ofWriters == writers.size();
        List<Long> next = told(sameRun ? writers : List.of(), writer, ofWriters, complete);
        List<Long> nextEvaluated = told(sameRun ? evaluated : List.of(), writer, ofWriters, definitions);
        return new PartitionState(
                offset,
                ofAttempt,
                next,
                Math.max(completeThrough, Collections.min(next)),
                nextEvaluated,
                Math.max(evaluatedThrough, Collections.min(nextEvaluated)));
    }

    private static List<Long> told(List<Long> before, int writer, int writers, long through) {
        List<Long> next =
                new ArrayList<>(before.size() == writers ? before : Collections.nCopies(writers, Long.MIN_VALUE));
        next.set(writer, Math.max(next.get(writer), through));
        return next;
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * (6 + writers.size() + evaluated.size()));
        out.putLong(SECOND_VERSION).putLong(offset).putLong(attempt);
        out.putLong(completeThrough).putLong(evaluatedThrough).putLong(writers.size());
        writers.forEach(out::putLong);
        evaluated.forEach(out::putLong);
        return out.array();
    }

    static PartitionState fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long first = in.getLong();
        if (first != SECOND_VERSION) {
            long attempt = in.getLong();
            long completeThrough = in.getLong();
            return new PartitionState(
                    first, attempt, rest(in, in.remaining()), completeThrough, List.of(), Long.MIN_VALUE);
        }
        long offset = in.getLong();
        long attempt = in.getLong();
        long completeThrough = in.getLong();
        long evaluatedThrough = in.getLong();
        int writers = (int) in.getLong();
        return new PartitionState(
                offset,
                attempt,
                rest(in, writers * Long.BYTES),
                completeThrough,
                rest(in, in.remaining()),
                evaluatedThrough);
    }

    private static List<Long> rest(ByteBuffer in, int bytes) {
        List<Long> values = new ArrayList<>();
        for (int left = bytes; left > 0; left -= Long.BYTES) {
            values.add(in.getLong());
        }
        return values;
    }
}
