package io.makolet.domain.segment;

import java.util.Arrays;

/** A truth from an instant on, if nothing more happens. */
final class Future {

    static final Future FALSE = new Future(Truth.FALSE);
    static final Future TRUE = new Future(Truth.TRUE);
    static final Future UNKNOWN = new Future(Truth.UNKNOWN);

    private final Truth value;
    private final long[] at;
    private final Truth[] then;
    private final long until;

    private Future(Truth value) {
        this(value, new long[0], new Truth[0], Series.NEVER);
    }

    private Future(Truth value, long[] at, Truth[] then, long until) {
        this.value = value;
        this.at = at;
        this.then = then;
        this.until = until;
    }

    static Future always(Truth value) {
        return switch (value) {
            case FALSE -> FALSE;
            case TRUE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Truth at that instant. */
    Truth value() {
        return value;
    }

    /** How many changes there are. */
    int size() {
        return at.length;
    }

    /** Instant of a change, later than those before. */
    long at(int change) {
        return at[change];
    }

    /** Truth from a change on. */
    Truth then(int change) {
        return then[change];
    }

    /** The changes are complete before this instant; {@link Series#NEVER} is forever. */
    long until() {
        return until;
    }

    /** The opposite at every instant. */
    Future not() {
        if (isConstant()) {
            return always(value.not());
        }
        Truth[] opposite = new Truth[then.length];
        for (int i = 0; i < opposite.length; i++) {
            opposite[i] = then[i].not();
        }
        return new Future(value.not(), at, opposite, until);
    }

    boolean isConstant() {
        return at.length == 0 && until == Series.NEVER;
    }

    /** Builds one future after the other. */
    static final class Builder {

        /** Changes that are listed; what comes later is left to a later evaluation. */
        private static final int MOST = 64;

        private final long[] at = new long[MOST];
        private final Truth[] then = new Truth[MOST];
        private Truth value = Truth.FALSE;
        private Truth current = Truth.FALSE;
        private long until;
        private int size;

        Builder begin(Truth first) {
            value = first;
            current = first;
            until = Series.NEVER;
            size = 0;
            return this;
        }

        /** From an instant on, later than those before, it has a truth; false if no further change can be taken. */
        boolean add(long instant, Truth truth) {
            if (until != Series.NEVER) {
                return false;
            }
            if (truth == current) {
                return true;
            }
            if (size == MOST) {
                until = instant;
                return false;
            }
            at[size] = instant;
            then[size] = truth;
            current = truth;
            size++;
            return true;
        }

        /** Complete before an instant only. */
        void limit(long instant) {
            until = Math.min(until, instant);
        }

        Future build() {
            return size == 0 && until == Series.NEVER
                    ? always(value)
                    : new Future(value, Arrays.copyOf(at, size), Arrays.copyOf(then, size), until);
        }
    }
}
