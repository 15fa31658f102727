package io.makolet.domain.segment;

import java.time.ZoneId;

/** Builds a future whose truth changes at first instants of days in a customer's time zone. */
final class DayChanges {

    /** Changes that are listed, which is more than a lease does; what comes later is left to a later evaluation. */
    private static final int MOST = 8;

    private final Future.Builder future;
    private final long from;
    private final ZoneId zone;
    private final long[] at = new long[MOST];
    private final Truth[] then = new Truth[MOST];
    private Truth value;
    private long until = Series.NEVER;
    private int size;

    /** A future from the outlook's instant on, with a truth before the first change. */
    DayChanges(Outlook outlook, Truth before) {
        future = outlook.builder();
        from = outlook.at();
        zone = outlook.zone();
        value = before;
    }

    /**
     * From the first instant of a day on, it has a truth.
     *
     * @param day days since 1970-01-01, not before one that was added
     * @return false if no further change can be taken
     */
    boolean add(long day, Truth truth) {
        long instant = Periods.start(day, zone);
        if (instant <= from) {
            value = truth;
            return true;
        }
        if (size > 0 && at[size - 1] == instant) {
            size--;
        }
        if (truth == (size == 0 ? value : then[size - 1])) {
            return true;
        }
        if (size == MOST) {
            until = instant;
            return false;
        }
        at[size] = instant;
        then[size] = truth;
        size++;
        return true;
    }

    Future build() {
        future.begin(value);
        for (int i = 0; i < size; i++) {
            future.add(at[i], then[i]);
        }
        future.limit(until);
        return future.build();
    }
}
