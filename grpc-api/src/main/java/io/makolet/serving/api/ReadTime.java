package io.makolet.serving.api;

/**
 * For which instant, and which definitions, an answer holds.
 *
 * @param asOf milliseconds UTC; {@link ReadClock#UNKNOWN} where it isn't known
 * @param stale events may be waiting that the answer should have seen
 * @param evaluatedThrough offset of the last definition for which everybody has been evaluated who may be the customer
 */
record ReadTime(long asOf, boolean stale, long evaluatedThrough) {

    /** Where everybody has been evaluated for all definitions. */
    ReadTime(long asOf, boolean stale) {
        this(asOf, stale, Long.MAX_VALUE);
    }

    /** The same, where everybody has been evaluated only so far; {@link Long#MIN_VALUE} where nobody said how far. */
    ReadTime evaluatedThrough(long offset) {
        return new ReadTime(asOf, stale, offset == Long.MIN_VALUE ? Long.MAX_VALUE : offset);
    }

    /**
     * The instant is the clock's, but not after everything before it was read, and not before the one for which the
     * customer's view was computed. Until the log has said how far it is complete, it is the view's own; for somebody
     * unknown it is the wall clock's, if that is the clock.
     *
     * @param completeThrough of the customer's partition, or {@link ReadClock#UNKNOWN}
     * @param viewAsOf of the customer's view, or {@link ReadClock#UNKNOWN}
     */
    static ReadTime of(
            ReadClock.Mode mode,
            long wallTime,
            long completeThrough,
            long viewAsOf,
            long staleAfterMillis,
            boolean offline) {
        boolean wall = mode == ReadClock.Mode.WALL;
        if (completeThrough == ReadClock.UNKNOWN) {
            boolean nothing = viewAsOf == ReadClock.UNKNOWN;
            return new ReadTime(nothing && wall ? wallTime : viewAsOf, true);
        }
        long now = wall ? Math.min(wallTime, completeThrough) : completeThrough;
        boolean behind = wall && wallTime - completeThrough > staleAfterMillis;
        return new ReadTime(Math.max(now, viewAsOf), behind || offline);
    }
}
