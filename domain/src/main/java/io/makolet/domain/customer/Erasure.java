package io.makolet.domain.customer;

import java.time.Instant;

/**
 * Everything known of a person up to an instant is to be forgotten. It covers whole seconds, so that its instant is also
 * the era of whoever comes after: whatever is of an era below it is of the person who was forgotten.
 *
 * @param through last instant of what is forgotten, milliseconds UTC, a whole second
 */
public record Erasure(String customerId, long through) {

    /** Era 0 is that of customers who were never forgotten; a 32-bit number of seconds lasts until 2088. */
    private static final long ERAS_BEGIN = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

    private static final long SECOND = 1_000;
    private static final long LAST = ERAS_BEGIN + Integer.MAX_VALUE * SECOND;

    /** @throws IllegalArgumentException if the instant is not a whole second after 2020 began and before 2088 */
    public Erasure {
        if (through <= ERAS_BEGIN || through > LAST || through % SECOND != 0) {
            throw new IllegalArgumentException("erasure through " + Instant.ofEpochMilli(through)
                    + ", expected a whole second after " + Instant.ofEpochMilli(ERAS_BEGIN) + " and not after "
                    + Instant.ofEpochMilli(LAST));
        }
    }

    /**
     * The erasure that was asked for at an instant (milliseconds UTC): through the end of its second.
     *
     * @throws IllegalArgumentException if the instant is not between 2020 and 2088
     */
    public static Erasure requestedAt(String customerId, long instant) {
        return new Erasure(customerId, -Math.floorDiv(-instant, SECOND) * SECOND);
    }

    /** Era of what is known of the customer from then on. */
    public int era() {
        return (int) ((through - ERAS_BEGIN) / SECOND);
    }

    /** The instant, milliseconds UTC, before which whatever was appended is of an era below this one; that of era 0 is long ago. */
    public static long through(int era) {
        return era == 0 ? Long.MIN_VALUE : ERAS_BEGIN + era * SECOND;
    }

    /** Is something forgotten that was appended to the log at one instant and happened at another (milliseconds UTC)? */
    public boolean covers(long appendTime, long eventTime) {
        return appendTime < through || eventTime <= through;
    }

    /** Is a state or view of this era forgotten? */
    public boolean coversEra(int otherEra) {
        return otherEra < era();
    }
}
