package io.makolet.flink;

import io.makolet.flink.Sweep.Need;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * What the customer stage keeps of a run of the job, for the next one to go on from.
 *
 * @param attempt of the views, greater than that of any run before
 * @param progressAttempt of the progress records; the same in all writers of a run
 * @param completeThrough watermark, or {@link Long#MIN_VALUE}
 * @param released have the definitions been read once, so that input need not be held?
 * @param evaluatedThrough everybody has been evaluated for all definitions up to this offset of their topic; -1 for none
 * @param need what definitions that are in force ask for and was not done for all
 */
record RunState(
        long attempt, long progressAttempt, long completeThrough, boolean released, long evaluatedThrough, Need need) {

    /** Before the first run. */
    static final RunState NONE = new RunState(0, 0, Long.MIN_VALUE, false, -1, Need.NOTHING);

    /** Definitions were in force when everybody had been evaluated for them. */
    private static final byte FIRST_VERSION = 1;

    private static final byte VERSION = 2;
    private static final int LENGTH = 1 + 8 + 8 + 8 + 1 + 8 + 1;

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
                .putLong(evaluatedThrough)
                .put(code(need))
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
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IllegalArgumentException(
                    "run state of version " + version + ", expected " + FIRST_VERSION + " or " + VERSION);
        }
        long attempt = in.getLong();
        long progressAttempt = in.getLong();
        long completeThrough = in.getLong();
        boolean released = in.get() == 1;
        return version == FIRST_VERSION
                ? new RunState(attempt, progressAttempt, completeThrough, released, -1, Need.NOTHING)
                : new RunState(attempt, progressAttempt, completeThrough, released, in.getLong(), need(in.get()));
    }

    private RunState merge(RunState other) {
        return new RunState(
                Math.max(attempt, other.attempt),
                Math.max(progressAttempt, other.progressAttempt),
                Math.min(completeThrough, other.completeThrough),
                released && other.released,
                Math.min(evaluatedThrough, other.evaluatedThrough),
                need.and(other.need));
    }

    private static byte code(Need need) {
        return switch (need) {
            case NOTHING -> 0;
            case EVALUATE -> 1;
            case TELL_AGAIN -> 2;
        };
    }

    private static Need need(byte code) {
        return switch (code) {
            case 0 -> Need.NOTHING;
            case 1 -> Need.EVALUATE;
            case 2 -> Need.TELL_AGAIN;
            default -> throw new IllegalArgumentException("need " + code + " of a run, expected 0 to 2");
        };
    }
}
