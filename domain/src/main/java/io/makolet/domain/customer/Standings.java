package io.makolet.domain.customer;

import io.makolet.domain.segment.Truth;
import java.util.Arrays;

/**
 * What was told of memberships that were ever true: the value told last, since when, and how often it changed. In order of
 * segment; segments that are retired stay, so that their sequence goes on where it was.
 */
final class Standings {

    private int[] segments = new int[4];
    private Truth[] values = new Truth[4];
    private long[] since = new long[4];
    private long[] sequences = new long[4];
    private int[] versions = new int[4];
    private int size;

    /** Position of the segment with an index; negative where nothing was told. */
    int find(int segment) {
        return Arrays.binarySearch(segments, 0, size, segment);
    }

    int size() {
        return size;
    }

    int segment(int at) {
        return segments[at];
    }

    Truth value(int at) {
        return values[at];
    }

    long since(int at) {
        return since[at];
    }

    long sequence(int at) {
        return sequences[at];
    }

    /** Tells a new value of a segment; its position. */
    int put(int segment, Truth value, long from, long sequence, int definitionVersion) {
        int at = size > 0 && segments[size - 1] < segment ? -size - 1 : find(segment);
        if (at < 0) {
            at = -at - 1;
            insert(at, segment);
        }
        values[at] = value;
        since[at] = from;
        sequences[at] = sequence;
        versions[at] = definitionVersion;
        return at;
    }

    /** Takes all that was told, of others than are here. */
    void putAll(Standings other) {
        for (int i = 0; i < other.size; i++) {
            put(other.segments[i], other.values[i], other.since[i], other.sequences[i], other.versions[i]);
        }
    }

    private void insert(int at, int segment) {
        if (size == segments.length) {
            segments = Arrays.copyOf(segments, size * 2);
            values = Arrays.copyOf(values, size * 2);
            since = Arrays.copyOf(since, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
            versions = Arrays.copyOf(versions, size * 2);
        }
        System.arraycopy(segments, at, segments, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        System.arraycopy(since, at, since, at + 1, size - at);
        System.arraycopy(sequences, at, sequences, at + 1, size - at);
        System.arraycopy(versions, at, versions, at + 1, size - at);
        segments[at] = segment;
        size++;
    }

    /** Packs them; the nearer their instants to the customer's clock, the shorter. */
    void store(Packer out, long clock) {
        out.unsigned(size);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            out.unsigned(segments[i] - previous);
            out.raw(values[i].code());
            out.signed(clock - since[i]);
            out.unsigned(sequences[i]);
            out.unsigned(versions[i]);
            previous = segments[i];
        }
    }

    void restore(Unpacker in, long clock) {
        long segment = 0;
        for (int n = in.count(); n > 0; n--) {
            segment += in.unsigned();
            if (segment < 0 || segment > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("segment " + segment + ", expected an index");
            }
            put((int) segment, Truth.of(in.raw()), clock - in.signed(), in.unsigned(), (int) in.unsigned());
        }
    }

    /** Unpacks those of the first version. It kept memberships too of which nothing was told yet: they are left out. */
    void restoreFirstVersion(Unpacker in) {
        for (int n = in.count(); n > 0; n--) {
            int segment = (int) in.unsigned();
            Truth value = Truth.of(in.raw());
            long from = in.fixed();
            long sequence = in.unsigned();
            int version = (int) in.unsigned();
            if (sequence > 0) {
                put(segment, value, from, sequence, version);
            }
        }
    }
}
