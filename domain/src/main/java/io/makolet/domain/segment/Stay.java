package io.makolet.domain.segment;

/**
 * How a membership follows the truth of its segment's condition, which by itself may come and go as it likes. All are
 * milliseconds of event time.
 *
 * @param enterAfter so long without a pause the condition has to be true before the customer is in; 0 or more
 * @param minStay so long at least they are in, though the condition becomes false; it does not outlast an unknown; 0 or more
 * @param cooldown so long after they left they are not in again; 0 or more
 * @param expiresAfter so long at most they are in; then out until the condition was not true and is true again; 1 or more,
 *     not less than {@code minStay}; {@link #NEVER} for no such end
 */
public record Stay(long enterAfter, long minStay, long cooldown, long expiresAfter) {

    /** Memberships do not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Membership is the condition's truth. */
    public static final Stay NONE = new Stay(0, 0, 0, NEVER);

    /** Checks that the spans go together. */
    public Stay {
        if (enterAfter < 0 || minStay < 0 || cooldown < 0 || expiresAfter < 1) {
            throw new IllegalArgumentException("a stay with enter_after " + enterAfter + " ms, min_stay " + minStay
                    + " ms, cooldown " + cooldown + " ms and expires_after " + expiresAfter
                    + " ms, expected none below 0, and the last above");
        }
        if (expiresAfter < minStay) {
            throw new IllegalArgumentException("a stay that expires after " + expiresAfter
                    + " ms, expected no less than its min_stay of " + minStay + " ms");
        }
    }
}
