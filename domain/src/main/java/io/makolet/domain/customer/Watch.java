package io.makolet.domain.customer;

import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Succession;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a plan that are of interest for one customer, in order of position: those that are true or unknown, that
 * changed before, or that will change by time alone; as of when leases were last asked for. All others are false, or
 * unknown for lack of consent or because they are warming.
 */
final class Watch {

    private int[] positions = new int[4];
    private @Nullable Membership[] leases = new Membership[4];
    private int size;
    private int missing;

    void clear() {
        Arrays.fill(leases, 0, size, null);
        size = 0;
        missing = 0;
    }

    /** Puts or replaces a lease. */
    void put(int position, Membership lease) {
        int at = find(position);
        if (at < 0) {
            at = -at - 1;
            insert(at, position);
        }
        keep(at, lease);
    }

    private void insert(int at, int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            leases = Arrays.copyOf(leases, size * 2);
        }
        System.arraycopy(positions, at, positions, at + 1, size - at);
        System.arraycopy(leases, at, leases, at + 1, size - at);
        positions[at] = position;
        leases[at] = null;
        size++;
        missing++;
    }

    void remove(int position) {
        int at = find(position);
        if (at >= 0) {
            missing -= leases[at] == null ? 1 : 0;
            size--;
            System.arraycopy(positions, at + 1, positions, at, size - at);
            System.arraycopy(leases, at + 1, leases, at, size - at);
            leases[size] = null;
        }
    }

    /** Index of the entry with a position; negative where there is none. */
    int find(int position) {
        return size > 0 && positions[size - 1] < position
                ? -size - 1
                : Arrays.binarySearch(positions, 0, size, position);
    }

    /**
     * Goes over to the positions of a plan, which have the same order; true if an entry was left out, because it is gone or
     * to be evaluated anew.
     */
    boolean renumber(Succession succession, SegmentPlan plan) {
        int before = size;
        size = 0;
        missing = 0;
        for (int i = 0; i < before; i++) {
            int position = succession.position(positions[i]);
            Membership lease = leases[i];
            leases[i] = null;
            if (position >= 0) {
                boolean holds = lease != null
                        && lease.definitionVersion()
                                == plan.definition(position).version();
                positions[size] = position;
                leases[size] = holds ? lease : null;
                missing += holds ? 0 : 1;
                size++;
            }
        }
        return size < before;
    }

    /** Is there an entry whose position is such? */
    boolean holds(IntPredicate such) {
        for (int i = 0; i < size; i++) {
            if (such.test(positions[i])) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    int position(int index) {
        return positions[index];
    }

    /** The lease at an index, or null where it was not computed yet. */
    @Nullable
    Membership lease(int index) {
        return leases[index];
    }

    /** The computed lease at an index. */
    void keep(int index, Membership lease) {
        missing -= leases[index] == null ? 1 : 0;
        leases[index] = lease;
    }

    /** Are there entries whose lease was not computed yet? */
    boolean lacksLeases() {
        return missing > 0;
    }

    /** All leases, which are computed. */
    List<Membership> leases() {
        return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(leases, size)));
    }

    void store(Packer out) {
        out.unsigned(size);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            out.unsigned(positions[i] - previous);
            previous = positions[i];
        }
    }

    void restore(Unpacker in) {
        long position = 0;
        for (int n = in.count(); n > 0; n--) {
            position += in.unsigned();
            if (position < 0 || position > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("segment at " + position + ", expected an index");
            }
            insert(size, (int) position);
        }
    }

    /** Passes over those of the second version, which kept of each its value and when it would change. */
    static void skipSecondVersion(Unpacker in) {
        for (int n = in.count(); n > 0; n--) {
            in.unsigned();
            if (in.raw() % 2 == 1) {
                in.signed();
            }
        }
    }
}
