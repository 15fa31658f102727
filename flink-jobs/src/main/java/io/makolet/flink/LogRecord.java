package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log on its way through the job, still undecoded. Immutable: nobody writes to {@code value}. Not made to
 * be compared.
 *
 * @param kind what the source found out about it
 * @param topic where it lies
 * @param partition partition of the topic
 * @param offset offset in the partition
 * @param appendTime when the broker appended it, milliseconds UTC
 * @param eventTime when it happened, at most five minutes after the append time, milliseconds UTC; the append time where
 *     the source could not tell
 * @param key customer id, or whatever else is the topic's key; empty where the record has none
 * @param value bytes as they lie in the log; null is a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // a wrapper of the bytes would cost an object per record
record LogRecord(
        Kind kind,
        Topic topic,
        int partition,
        long offset,
        long appendTime,
        long eventTime,
        String key,
        byte @Nullable [] value) {

    /** What the source found out about a record. */
    enum Kind {
        /** Its event time is known. */
        TIMED(0),
        /** Its event time could not be read; who decodes it decides. */
        UNTIMED(1),
        /** A heartbeat: it moves the clock and goes no further than the source. */
        HEARTBEAT(2),
        /**
         * Not a record: everything that lay in the topic when the source started has gone before. The append time is the
         * wall-clock time at which the source says so, the offset the last one that lay there; -1 for none.
         */
        END_OF_BACKLOG(3),
        /** Two ids are one person's, or are not ({@link Statements}). */
        STATED(4),
        /** The key's id is a person's from now on, whose name the value is. */
        ASSIGNED(5),
        /** What becomes of an id is told to the person of the key ({@link Moves}). */
        MOVED(6),
        /** The same as {@link #ASSIGNED}, because somebody was erased: of whom nothing is known, nothing is to be known. */
        RELEASED(7),
        /** A run of the job has begun; its number is the append time. */
        RUN(8),
        /** A {@link #HEARTBEAT} of a producer that will say more. */
        HEARTBEAT_OF_MORE(9);

        private static final Kind[] ALL = values();

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Number in serialized records. */
        int code() {
            return code;
        }

        /** The kind with a number in serialized records. */
        static Kind of(int code) {
            if (code < 0 || code >= ALL.length) {
                throw new IllegalArgumentException("record of kind " + code + ", expected 0 to " + (ALL.length - 1));
            }
            return ALL[code];
        }
    }

    /** The record of an event that happened at another time, milliseconds UTC. */
    LogRecord at(long time) {
        return new LogRecord(kind, topic, partition, offset, appendTime, time, key, value);
    }

    /** A number that tells its partition from those of all topics; customers' states keep it. */
    long source() {
        try {
            return ((long) LogRecordSerializer.number(topic) << Integer.SIZE) | partition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record that one stage sends to another, and that tells nothing by its place or time. */
    static LogRecord internal(Kind kind, String key, byte[] value) {
        return new LogRecord(kind, Topic.COMMANDS, -1, -1, 0, 0, key, value);
    }

    /** What follows the backlog of a topic. */
    static LogRecord endOfBacklog(Topic topic, long lastOffset, long wallTime) {
        return new LogRecord(Kind.END_OF_BACKLOG, topic, -1, lastOffset, wallTime, wallTime, "", null);
    }
}
