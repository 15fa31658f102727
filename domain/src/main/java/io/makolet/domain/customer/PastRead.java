package io.makolet.domain.customer;

import java.util.Arrays;

/**
 * How far one backfill was applied to a customer: of each partition of the log, in which their records are in order, up to
 * where its records came by the backfill, and from where on they count as they come. So each counts once, whichever way it
 * comes first, and however often. Second deliveries of an event are recognised among those that the backfill brings as they
 * are when they come by themselves.
 */
final class PastRead {

    private static final long NOTHING = -1;

    private long[] sources = new long[2];
    private long[] read = new long[2];
    private long[] live = new long[2];
    private int size;
    private long clock = Long.MIN_VALUE;
    private final RecentEvents recent = new RecentEvents();

    /** A record came by itself: does it count? Not if the backfill brought it before. */
    boolean comes(long source, long offset) {
        int at = find(source);
        if (offset <= read[at]) {
            return false;
        }
        live[at] = Math.min(live[at], offset);
        return true;
    }

    /** A record of a partition and all behind it have not come by themselves, but will. */
    void willCome(long source, long offset) {
        int at = find(source);
        live[at] = Math.min(live[at], offset);
    }

    /** Is a record to be taken that the backfill brings? */
    boolean wants(long source, long offset) {
        int at = find(source);
        return offset > read[at] && offset < live[at];
    }

    /**
     * Takes a record that is wanted; false if its event was taken from another one already.
     *
     * @param time of the event
     * @param deduplication how long it is remembered, milliseconds
     */
    boolean take(long source, long offset, Fingerprint event, long time, long deduplication) {
        read[find(source)] = offset;
        clock = Math.max(clock, time);
        recent.prune(clock - deduplication);
        return recent.add(event.high(), event.low(), clock);
    }

    private int find(long source) {
        int at = Arrays.binarySearch(sources, 0, size, source);
        return at >= 0 ? at : insert(-at - 1, source, NOTHING, Long.MAX_VALUE);
    }

    private int insert(int at, long source, long readThrough, long liveFrom) {
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, size * 2);
            read = Arrays.copyOf(read, size * 2);
            live = Arrays.copyOf(live, size * 2);
        }
        System.arraycopy(sources, at, sources, at + 1, size - at);
        System.arraycopy(read, at, read, at + 1, size - at);
        System.arraycopy(live, at, live, at + 1, size - at);
        sources[at] = source;
        read[at] = readThrough;
        live[at] = liveFrom;
        size++;
        return at;
    }

    void store(Packer out) {
        out.unsigned(size);
        for (int i = 0; i < size; i++) {
            out.fixed(sources[i]);
            out.signed(read[i]);
            out.signed(live[i] == Long.MAX_VALUE ? NOTHING : live[i]);
        }
        out.fixed(clock);
        CustomerStateCodec.recent(out, recent);
    }

    static PastRead restore(Unpacker in) {
        PastRead past = new PastRead();
        for (int n = in.count(); n > 0; n--) {
            long source = in.fixed();
            long readThrough = in.signed();
            long liveFrom = in.signed();
            past.insert(past.size, source, readThrough, liveFrom == NOTHING ? Long.MAX_VALUE : liveFrom);
        }
        past.clock = in.fixed();
        CustomerStateCodec.recent(in, past.recent);
        return past;
    }
}
