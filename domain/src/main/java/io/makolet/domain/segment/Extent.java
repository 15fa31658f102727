package io.makolet.domain.segment;

/**
 * What a window lets be seen at an instant and, if nothing more happens, later.
 *
 * @param at the instant, milliseconds UTC; no event is later
 * @param edge events up to and including this instant are out of view; {@link Series#NONE} for none
 * @param length an event goes out of view so long after it happened; 0 where it does not
 * @param end instant at which all go out of view; {@link Series#NEVER} for never
 */
record Extent(long at, long edge, long length, long end) {

    static Extent sliding(long at, long length) {
        return new Extent(at, Series.addSaturating(at, -length), length, Series.NEVER);
    }

    static Extent lifetime(long at) {
        return new Extent(at, Series.NONE, 0, Series.NEVER);
    }

    static Extent period(long at, long start, long end) {
        return new Extent(at, start - 1, 0, end);
    }

    /** Instant at which what happened at a time goes out of view. */
    long leaves(long time) {
        return length == 0 ? end : Series.addSaturating(time, length);
    }
}
