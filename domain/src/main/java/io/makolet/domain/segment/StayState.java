package io.makolet.domain.segment;

/**
 * All that has to be known of the past of one customer's {@link Stay}. Instants are milliseconds UTC.
 *
 * @param metSince since when the condition is true without a pause; {@link #NOT_MET} while it is not
 * @param in whether the customer is in
 * @param turned when that became so; {@link #NEVER_IN} of who was never in
 * @param spent whether the membership expired while the condition has been true as it still is
 */
public record StayState(long metSince, boolean in, long turned, boolean spent) {

    /** The condition is not true. */
    public static final long NOT_MET = Long.MAX_VALUE;

    /** There was no membership yet. */
    public static final long NEVER_IN = Long.MIN_VALUE;

    /** Of somebody who was never in, and of whom the condition is not true. */
    public static final StayState NOBODY = new StayState(NOT_MET, false, NEVER_IN, false);

    /** Of a membership that was told, without a stay, to have a truth since an instant. */
    public static StayState told(Truth value, long since) {
        return value == Truth.TRUE
                ? new StayState(since, true, since, false)
                : new StayState(NOT_MET, false, since, false);
    }

    /** The condition has a truth from an instant on, at which nothing else is due any more when this returns. */
    StayState follow(Truth condition, long instant, Stay stay) {
        StayState state = met(condition, instant);
        while (state.next(stay) <= instant) {
            state = state.turn(instant);
        }
        return state;
    }

    private StayState met(Truth condition, long instant) {
        if (condition == Truth.TRUE) {
            return metSince == NOT_MET ? new StayState(instant, in, turned, false) : this;
        }
        if (condition == Truth.UNKNOWN && in) {
            return new StayState(NOT_MET, false, instant, false);
        }
        return metSince == NOT_MET ? this : new StayState(NOT_MET, in, turned, false);
    }

    /** Out or in from an instant on; who leaves while the condition is true does so because the membership expires. */
    private StayState turn(long instant) {
        return new StayState(metSince, !in, instant, in && metSince != NOT_MET);
    }

    /** When time alone turns it, should the condition stay as it is; {@link Series#NEVER} for never. */
    long next(Stay stay) {
        if (in) {
            long most = Series.addSaturating(turned, stay.expiresAfter());
            return metSince == NOT_MET ? Math.min(most, Series.addSaturating(turned, stay.minStay())) : most;
        }
        return metSince == NOT_MET || spent ? Series.NEVER : Math.max(waitedUntil(stay), cooledUntil(stay));
    }

    /** When the condition will have been true for long enough. */
    long waitedUntil(Stay stay) {
        return Series.addSaturating(metSince, stay.enterAfter());
    }

    /** Until when there is no entry after the last leaving; {@link #NEVER_IN} if there was none. */
    long cooledUntil(Stay stay) {
        return turned == NEVER_IN ? NEVER_IN : Series.addSaturating(turned, stay.cooldown());
    }
}
