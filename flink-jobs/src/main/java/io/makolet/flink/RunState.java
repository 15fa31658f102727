package io.makolet.flink;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * What the customer stage keeps of a run of the job, for the next one to go on from.
 *
 * @param attempt of the views, greater than that of any run before
 * @param progressAttempt of the progress records; the same in all writers of a run
 * @param completeThrough watermark, or {@link Long#MIN_VALUE}
 * @param released have the definitions been read once, so that input need not be held?
 */
record RunState(long attempt, long progressAttempt, long completeThrough, boolean released) {

    /** Before the first run. */
    static final RunState NONE = new RunState(0, 0, Long.MIN_VALUE, false);

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 8 + 8 + 8 + 1;

    /** What the writers of a run kept, together. */
    static RunState merged(Collection<RunState> states) {
        return states.stream().reduce(RunState::merge).orElse(NONE);
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putLong(attempt)
                .putLong(progressAttempt)
                .putLong(completeThrough)
                .put((byte) (released ? 1 : 0))
                .array();
    }

    /**
     * What {@link #encode} wrote, in this version or an older one.
     *
     * @throws IllegalArgumentException if the version is not known
     */
    static RunState decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("run state of version " + version + ", expected " + VERSION);
        }
        return new RunState(in.getLong(), in.getLong(), in.getLong(), in.get() == 1);
    }

    private RunState merge(RunState other) {
        return new RunState(
                Math.max(attempt, other.attempt),
                Math.max(progressAttempt, other.progressAttempt),
                Math.min(completeThrough, other.completeThrough),
                released && other.released);
    }
}
