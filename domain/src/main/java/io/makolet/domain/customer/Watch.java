package io.makolet.domain.customer;

import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a plan that are of interest for one customer, in order of position: those that are true or unknown, that
 * changed before, or that will change by time alone. All others are false, or unknown for lack of consent.
 */
final class Watch {

    static final long NEVER = Long.MAX_VALUE;

    private int[] positions = new int[4];
    private Truth[] truths = new Truth[4];
    private long[] due = new long[4];
    private @Nullable Membership[] leases = new Membership[4];
    private int size;
    private long next = NEVER;
    private boolean nextIsKnown = true;

    void clear() {
        Arrays.fill(leases, 0, size, null);
        size = 0;
        next = NEVER;
        nextIsKnown = true;
    }

    /** Puts or replaces a lease. */
    void put(int position, Membership lease) {
        int at = slot(position, lease.value(), due(lease));
        leases[at] = lease;
    }

    /** Puts or replaces what is known of a lease that was not computed yet. */
    void put(int position, Truth truth, long nextDue) {
        int at = slot(position, truth, nextDue);
        leases[at] = null;
    }

    /** The computed lease at an index. */
    void keep(int index, Membership lease) {
        leases[index] = lease;
    }

    private int slot(int position, Truth truth, long nextDue) {
        int at = size > 0 && positions[size - 1] < position ? size : indexFrom(position);
        if (at == size || positions[at] != position) {
            insert(at, position);
        } else if (due[at] == next && nextDue > next) {
            nextIsKnown = false;
        }
        truths[at] = truth;
        due[at] = nextDue;
        next = Math.min(next, nextDue);
        return at;
    }

    private void insert(int at, int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            truths = Arrays.copyOf(truths, size * 2);
            due = Arrays.copyOf(due, size * 2);
            leases = Arrays.copyOf(leases, size * 2);
        }
        System.arraycopy(positions, at, positions, at + 1, size - at);
        System.arraycopy(truths, at, truths, at + 1, size - at);
        System.arraycopy(due, at, due, at + 1, size - at);
        System.arraycopy(leases, at, leases, at + 1, size - at);
        positions[at] = position;
        size++;
    }

    void remove(int position) {
        int at = indexFrom(position);
        if (at == size || positions[at] != position) {
            return;
        }
        if (due[at] == next && next != NEVER) {
            nextIsKnown = false;
        }
        size--;
        System.arraycopy(positions, at + 1, positions, at, size - at);
        System.arraycopy(truths, at + 1, truths, at, size - at);
        System.arraycopy(due, at + 1, due, at, size - at);
        System.arraycopy(leases, at + 1, leases, at, size - at);
        leases[size] = null;
    }

    /** Index of the first entry whose position is not below one. */
    private int indexFrom(int position) {
        int at = Arrays.binarySearch(positions, 0, size, position);
        return at >= 0 ? at : -at - 1;
    }

    /** Instant at which time alone may change something next. */
    long next() {
        if (!nextIsKnown) {
            next = NEVER;
            for (int i = 0; i < size; i++) {
                next = Math.min(next, due[i]);
            }
            nextIsKnown = true;
        }
        return next;
    }

    int size() {
        return size;
    }

    int position(int index) {
        return positions[index];
    }

    Truth truth(int index) {
        return truths[index];
    }

    long due(int index) {
        return due[index];
    }

    /** The lease at an index, or null where it was not computed yet. */
    @Nullable
    Membership lease(int index) {
        return leases[index];
    }

    /** Instant at which a lease changes or ends; {@link #NEVER} for never. */
    static long due(Membership lease) {
        return lease.flips().isEmpty()
                ? lease.validUntil()
                : lease.flips().get(0).at();
    }
}
