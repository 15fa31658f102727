package io.makolet.local.replay;

/**
 * From where the log has to be read after a crash to find every event that is later than a checkpoint.
 *
 * <p>The end of the log at the moment of the checkpoint would be too late: an event that came out of order, or at the
 * same instant as the one before it, may be later than what is complete and lie before that end. So a position is good
 * for a checkpoint if nothing that lies before it is later; of those that were taken, two are kept.
 */
final class SafePosition {

    private LogPosition safe;
    private LogPosition next;
    private long nextLatest = Long.MIN_VALUE;

    /** @param start a position before which nothing lies that is later than the first checkpoint */
    SafePosition(LogPosition start) {
        this.safe = start;
        this.next = start;
    }

    /**
     * The position for a checkpoint.
     *
     * @param throughMillis instant of the checkpoint, not before that of the one before
     * @param latestMillis latest event that was sent
     * @param now where the log ends
     */
    LogPosition at(long throughMillis, long latestMillis, LogPosition now) {
        if (nextLatest <= throughMillis) {
            safe = next;
            next = now;
            nextLatest = latestMillis;
        }
        return latestMillis <= throughMillis ? now : safe;
    }
}
