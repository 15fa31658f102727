package io.makolet.domain.segment;

import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.LastN;
import io.makolet.domain.segment.Window.Sliding;

/**
 * How much of its events a series keeps one by one.
 *
 * @param latest how many of the latest
 * @param cell width in milliseconds of the cells, on a fixed grid, into which older ones are folded; 0 to drop them
 */
record Retention(int latest, long cell) {

    /** Events kept one by one: windows with so many are exact. */
    static final int EXACT = 256;

    /** Cells of a window: one leaves as a whole, so that the window's edge is off by less than 1 %. */
    private static final int CELLS = 128;

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    static Retention of(Window window) {
        if (window instanceof LastN last) {
            return new Retention(last.n(), 0);
        }
        if (window instanceof Sliding sliding) {
            return new Retention(EXACT, Math.max(1, sliding.millis() / CELLS));
        }
        return new Retention(EXACT, window instanceof Calendar calendar ? cell(calendar.period()) : DAY);
    }

    /**
     * Cells that are a small part of a period, and end where days do in UTC. All of today's time zones differ from it by
     * a multiple of a quarter of an hour.
     */
    private static long cell(Window.Period period) {
        return switch (period) {
            case DAY -> 15 * MINUTE;
            case WEEK -> HOUR;
            case MONTH -> 6 * HOUR;
            case QUARTER -> 12 * HOUR;
            case YEAR -> 2 * DAY;
        };
    }

    /** Last instant of the cell that an instant lies in; the instant itself where nothing is folded. */
    long endOfCell(long time) {
        return cell == 0 ? time : cellOf(time) * cell + (cell - 1);
    }

    /** Number of the cell that an instant lies in. */
    long cellOf(long time) {
        return Math.floorDiv(time, cell);
    }
}
