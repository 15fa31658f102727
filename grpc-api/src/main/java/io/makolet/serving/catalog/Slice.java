package io.makolet.serving.catalog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in an array, equal to others with the same content. One that is looked up is pointed elsewhere again and again. */
public final class Slice {

    private byte[] bytes = {};
    private int from;
    private int to;
    private int hash;

    /** Points at bytes, which are not copied. */
    public void point(byte[] array, int begin, int end) {
        bytes = array;
        from = begin;
        to = end;
        int sum = 1;
        for (int i = begin; i < end; i++) {
            sum = 31 * sum + array[i];
        }
        hash = sum;
    }

    /** The bytes it points at. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** One with bytes of its own. */
    Slice copy() {
        byte[] own = toBytes();
        Slice copy = new Slice();
        copy.point(own, 0, own.length);
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Slice slice
                && hash == slice.hash
                && Arrays.equals(bytes, from, to, slice.bytes, slice.from, slice.to);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
