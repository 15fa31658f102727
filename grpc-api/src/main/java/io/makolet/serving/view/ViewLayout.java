package io.makolet.serving.view;

import io.makolet.domain.segment.Truth;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of a stored view, version 2. Numbers are little-endian; instants are milliseconds UTC.
 *
 * <pre>
 * head      72 bytes, below
 * truths    2 bits per segment index, four to a byte from the lowest bits: false, true, unknown, or LEASED
 * leases    20 bytes each, in order of segment: int segment, int first flip, short flips, byte value, byte 0, long valid until
 * flips     9 bytes each: long at, byte value from then on
 * scores    float per offer index, NaN where there is none
 * consent   per purpose, in order: byte 1 granted or 0, short size, UTF-8
 * details   what only a look at the whole customer needs, see ViewDetails
 * </pre>
 *
 * <p>The view of an id that is another person's is layout 3: the head up to "merged", int length of all, and the person's name,
 * UTF-8.
 *
 * <p>A layout is never changed in place: another gets another version, and stores of the older one are rebuilt from the
 * log.
 */
final class ViewLayout {

    static final byte VERSION = 2;

    static final byte MOVED = 3;
    static final int MOVED_LENGTH = 48;
    static final int MOVED_NAME = 52;

    static final int FORMAT = 0;
    static final int ERA = 4;
    static final int APPLIED = 8;
    static final int ATTEMPT = 16;
    static final int REVISION = 24;
    static final int AS_OF = 32;
    static final int MERGED = 40;
    static final int SEGMENTS = 48;
    static final int LEASES = 52;
    static final int FLIPS = 56;
    static final int OFFERS = 60;
    static final int CONSENT_BYTES = 64;
    static final int LENGTH = 68;
    static final int TRUTHS = 72;

    /** Truth of a segment whose value will change by time, or is good for a while only: see its lease. */
    static final int LEASED = 3;

    static final int LEASE_BYTES = 20;
    static final int LEASE_FIRST_FLIP = 4;
    static final int LEASE_FLIP_COUNT = 8;
    static final int LEASE_VALUE = 10;
    static final int LEASE_VALID_UNTIL = 12;
    static final int FLIP_BYTES = 9;
    static final int CONSENT_HEAD = 3;

    /** Indexes stay below this: what is above can only be damage, and would cost memory. */
    static final int MAX_INDEX = 1 << 20;

    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ViewLayout() {}

    /** How a truth value is written. */
    static byte code(Truth truth) {
        return switch (truth) {
            case FALSE -> 0;
            case TRUE -> 1;
            case UNKNOWN -> 2;
        };
    }

    static int truthBytes(int segments) {
        return (segments + 3) >> 2;
    }
}
