package io.makolet.domain.segment;

/**
 * Which of the matching events are seen at an instant t.
 *
 * <p>Windows are exact while there are at most 256 matching events in them. Beyond, sliding windows and periods keep older
 * events as folds of about a hundredth of their length, each of which is seen until its last event goes out of view.
 */
public sealed interface Window {

    /** All of a life. */
    Window LIFETIME = new Lifetime();

    /** All up to t. */
    record Lifetime() implements Window {}

    /** Those in {@code (t - millis, t]}. */
    record Sliding(long millis) implements Window {
        public Sliding {
            if (millis <= 0) {
                throw new IllegalArgumentException("window of " + millis + " ms, expected a positive length");
            }
        }
    }

    /**
     * Those since the beginning of the calendar's period that t lies in, in the customer's time zone as it is known now:
     * the one that the text field {@code time_zone} of the profile names, an IANA name; UTC where there is none or it is
     * not understood.
     */
    record Calendar(Period period) implements Window {}

    /** The latest n by time; of those of one instant, the greater values are the later. */
    record LastN(int n) implements Window {

        /** Most events that may be asked for. */
        public static final int MOST = 256;

        public LastN {
            if (n < 1 || n > MOST) {
                throw new IllegalArgumentException("last " + n + " events, expected 1 to " + MOST);
            }
        }
    }

    /** Periods of the Gregorian calendar; a week begins on Monday (ISO 8601). */
    enum Period {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR
    }
}
