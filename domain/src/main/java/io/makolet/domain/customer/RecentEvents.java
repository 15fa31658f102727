package io.makolet.domain.customer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The ids of the events seen in the last days, as 128-bit fingerprints: what a second delivery is recognised by.
 *
 * <p>Each is stamped with the customer's clock at its arrival, so that a very late event is remembered as long as any
 * other. Stamps never decrease.
 */
final class RecentEvents {

    private long[] high = new long[4];
    private long[] low = new long[4];
    private long[] stamps = new long[4];
    private int size;

    /** Remembers a fingerprint; false if it is known already. */
    boolean add(long idHigh, long idLow, long stamp) {
        for (int i = size - 1; i >= 0; i--) {
            if (low[i] == idLow && high[i] == idHigh) {
                return false;
            }
        }
        append(idHigh, idLow, stamp);
        return true;
    }

    void append(long idHigh, long idLow, long stamp) {
        if (size == low.length) {
            high = Arrays.copyOf(high, size * 2);
            low = Arrays.copyOf(low, size * 2);
            stamps = Arrays.copyOf(stamps, size * 2);
        }
        high[size] = idHigh;
        low[size] = idLow;
        stamps[size] = stamp;
        size++;
    }

    /** Remembers what others remember, each of them of other events. */
    void addAll(List<RecentEvents> others) {
        RecentEvents all = new RecentEvents();
        List<Integer> order = new ArrayList<>();
        for (RecentEvents other : others) {
            for (int i = 0; i < other.size; i++) {
                order.add(all.size);
                all.append(other.high[i], other.low[i], other.stamps[i]);
            }
        }
        order.sort(Comparator.comparingLong(all::stamp));
        for (int i : order) {
            append(all.high[i], all.low[i], all.stamps[i]);
        }
    }

    /** Forgets what is stamped before an instant. */
    void prune(long before) {
        int gone = 0;
        while (gone < size && stamps[gone] < before) {
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(high, gone, high, 0, size - gone);
            System.arraycopy(low, gone, low, 0, size - gone);
            System.arraycopy(stamps, gone, stamps, 0, size - gone);
            size -= gone;
        }
    }

    int size() {
        return size;
    }

    long high(int index) {
        return high[index];
    }

    long low(int index) {
        return low[index];
    }

    long stamp(int index) {
        return stamps[index];
    }
}
