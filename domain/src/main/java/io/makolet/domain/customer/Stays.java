package io.makolet.domain.customer;

import io.makolet.domain.segment.StayState;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Where a customer stands in segments with a stay, by index of the segment; few of them. */
final class Stays {

    private static final int MET = 1;
    private static final int IN = 2;
    private static final int TURNED = 4;
    private static final int SPENT = 8;

    private final TreeMap<Integer, StayState> bySegment = new TreeMap<>();

    @Nullable
    StayState get(int segment) {
        return bySegment.get(segment);
    }

    void put(int segment, StayState state) {
        if (!state.equals(StayState.NOBODY)) {
            bySegment.put(segment, state);
        } else if (!bySegment.isEmpty()) {
            bySegment.remove(segment);
        }
    }

    void putAll(Stays others) {
        bySegment.putAll(others.bySegment);
    }

    void retain(IntPredicate wanted) {
        bySegment.keySet().removeIf(segment -> !wanted.test(segment));
    }

    boolean isEmpty() {
        return bySegment.isEmpty();
    }

    /** Packs them; the nearer their instants to the customer's clock, the shorter. */
    void store(Packer out, long clock) {
        out.unsigned(bySegment.size());
        int previous = 0;
        for (var entry : bySegment.entrySet()) {
            StayState state = entry.getValue();
            boolean met = state.metSince() != StayState.NOT_MET;
            boolean turned = state.turned() != StayState.NEVER_IN;
            out.unsigned(entry.getKey() - previous);
            out.raw((met ? MET : 0) | (state.in() ? IN : 0) | (turned ? TURNED : 0) | (state.spent() ? SPENT : 0));
            if (met) {
                out.signed(clock - state.metSince());
            }
            if (turned) {
                out.signed(clock - state.turned());
            }
            previous = entry.getKey();
        }
    }

    void restore(Unpacker in, long clock) {
        long segment = 0;
        for (int n = in.count(); n > 0; n--) {
            segment += in.unsigned();
            int flags = in.raw();
            if (segment < 0 || segment > Integer.MAX_VALUE || flags > (MET | IN | TURNED | SPENT)) {
                throw new IllegalArgumentException("a stay in segment " + segment + " with flags " + flags
                        + ", expected an index and flags up to " + (MET | IN | TURNED | SPENT));
            }
            bySegment.put(
                    (int) segment,
                    new StayState(
                            (flags & MET) == 0 ? StayState.NOT_MET : clock - in.signed(),
                            (flags & IN) != 0,
                            (flags & TURNED) == 0 ? StayState.NEVER_IN : clock - in.signed(),
                            (flags & SPENT) != 0));
        }
    }
}
