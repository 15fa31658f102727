package io.makolet.flink;

import org.jspecify.annotations.Nullable;

/**
 * How far one partition of the log is complete, as an instant: every record that was appended before it (wall clock), or
 * that happened before it (log clock), has been read.
 *
 * <p>While records come, the greatest event time tells, but never more than the append time: a device whose clock is fast
 * must not end everybody's hour. When none come, the wall clock mode goes by end offsets: if the partition ended at an
 * offset at some instant and has been read up to there, it is complete through that instant. In log mode time stands
 * still without records, but for heartbeats; a partition that is read up to its end and silent is idle and holds nobody
 * back, as far as the others' clocks are {@linkplain #settledThrough settled}. While a producer owes a word on how it goes
 * on, its words alone move the clock, not its events: when it is cut off, some are in the log before others that happened
 * earlier. It is also waited for longer than one that says nothing. All instants are milliseconds UTC.
 */
final class PartitionClock {

    /** Complete through no instant. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** How long a partition is silent before it is idle, in log mode. */
    static final long IDLE_AFTER_MILLIS = 1000;

    /** The same while a producer owes a word: as long as producers wait for a broker that is away. */
    static final long IDLE_WHILE_OPEN_MILLIS = 30_000;

    /** How long a partition that has not been read to its end stands still before that is strange. */
    static final long STUCK_AFTER_MILLIS = 300;

    private static final long NEVER = Long.MAX_VALUE;

    /** Where the partition ended, and when that was so. */
    private record End(long offset, long wallTime) {}

    private final ClockMode mode;
    private long position;
    private long maxEventTime = UNKNOWN;
    private long seenThrough = UNKNOWN;
    private long completeThrough = UNKNOWN;

    /** What the clock said when it was told of an end the last time, the time before, and the time before that. */
    private long said = UNKNOWN;

    private long saidBefore = UNKNOWN;
    private long settledThrough = UNKNOWN;

    private boolean open;
    private boolean reachesEnd;
    private long stillSince = NEVER;

    /** The oldest end that is not reached yet, and the newest behind it. */
    private @Nullable End next;

    private @Nullable End newest;

    /** The clock of a partition that is read from an offset on. */
    PartitionClock(ClockMode mode, long position) {
        this.mode = mode;
        this.position = position;
    }

    /** What the clock had come to when the position was stored. */
    void restore(ClockedSplit stored) {
        if (mode == ClockMode.LOG) {
            completeThrough = stored.completeThrough();
            seenThrough = stored.seenThrough();
            open = stored.open();
        }
    }

    /** A record was read, of which the event time is known. */
    void read(long offset, long eventTime, long appendTime) {
        if (!EventTimes.tooOld(eventTime)) {
            maxEventTime = Math.max(maxEventTime, eventTime);
            seenThrough = Math.max(seenThrough, Math.min(maxEventTime, appendTime));
            if (mode == ClockMode.WALL || !open) {
                completeThrough = Math.max(completeThrough, seenThrough);
            }
        }
        moveTo(offset + 1);
    }

    /** A record was read, of which the event time is not known. */
    void readUntimed(long offset, long appendTime) {
        if (mode == ClockMode.WALL) {
            completeThrough = Math.max(completeThrough, appendTime);
        }
        moveTo(offset + 1);
    }

    /**
     * A heartbeat was read: nothing that happened before {@code time} follows.
     *
     * @param more whether its producer will say more
     */
    void readHeartbeat(long offset, long time, long appendTime, boolean more) {
        open = more;
        if (mode == ClockMode.LOG) {
            completeThrough = Math.max(completeThrough, Math.min(time, appendTime));
        }
        moveTo(offset + 1);
    }

    /** There are no records before this offset that have not been read. */
    void skipTo(long offset) {
        if (offset > position) {
            moveTo(offset);
        }
    }

    /** The partition ended at this offset at an instant not after any record that was appended later. */
    void endsAt(long offset, long wallTime) {
        settledThrough = saidBefore;
        saidBefore = said;
        said = completeThrough;
        if (stillSince == NEVER) {
            stillSince = wallTime;
        }
        reachesEnd = position >= offset;
        if (reachesEnd) {
            reached(wallTime);
            next = null;
            newest = null;
        } else if (next == null) {
            next = new End(offset, wallTime);
        } else {
            newest = new End(offset, wallTime);
        }
    }

    /** Instant through which the partition is complete, or {@link #UNKNOWN}. */
    long completeThrough() {
        return completeThrough;
    }

    /** The greatest event time that was seen, milliseconds UTC, or {@link #UNKNOWN}. */
    long seenThrough() {
        return seenThrough;
    }

    /** Instant through which the partition is complete if nothing follows in any, or {@link #UNKNOWN}. */
    long abandonedThrough() {
        return open ? Math.max(settledThrough, seenThrough) : settledThrough;
    }

    /**
     * Instant through which the partition was complete before the latest answer about ends was asked for: the answer after
     * next to what was said then. Whatever was appended anywhere before such a heartbeat is below the ends of that answer.
     * {@link #UNKNOWN} until then.
     */
    long settledThrough() {
        return settledThrough;
    }

    /** First offset that has not been read. */
    long position() {
        return position;
    }

    /** Does a producer owe a word on how it goes on? */
    boolean open() {
        return open;
    }

    /**
     * Is it read to its end and has been silent for so long that it need not be waited for?
     *
     * @param patience milliseconds
     */
    boolean idle(long wallTime, long patience) {
        return mode == ClockMode.LOG && reachesEnd && wallTime - stillSince >= patience;
    }

    /** Is it not read to its end, and has nothing come for a while? The rest may hold no records. */
    boolean stuck(long wallTime) {
        return next != null && wallTime - stillSince >= STUCK_AFTER_MILLIS;
    }

    private void moveTo(long newPosition) {
        position = newPosition;
        stillSince = NEVER;
        if (next != null && position >= next.offset()) {
            reached(next.wallTime());
            next = newest;
            newest = null;
            if (next != null && position >= next.offset()) {
                reached(next.wallTime());
                next = null;
            }
        }
    }

    private void reached(long wallTime) {
        if (mode == ClockMode.WALL) {
            completeThrough = Math.max(completeThrough, wallTime);
        }
    }
}
