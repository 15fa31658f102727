package io.makolet.serving.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.makolet.v1.GetOffersRequest;

/**
 * A {@link GetOffersRequest} that is looked at where it lies: whose offers are asked for, and all the rest, which is the same
 * for all who ask alike.
 */
final class OffersQuestion {

    private static final int CUSTOMER_ID = GetOffersRequest.CUSTOMER_ID_FIELD_NUMBER;

    private byte[] bytes = {};
    private int idFrom;
    private int idTo;
    private int to;
    private int at;

    /**
     * Reads a message in place.
     *
     * @throws InvalidProtocolBufferException if it isn't one
     */
    void read(byte[] array, int from, int end) throws InvalidProtocolBufferException {
        if (!readInOrder(array, from, end)) {
            byte[] ordered =
                    GetOffersRequest.parser().parseFrom(array, from, end - from).toByteArray();
            readInOrder(ordered, 0, ordered.length);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int idFrom() {
        return idFrom;
    }

    int idTo() {
        return idTo;
    }

    /** Where all but the customer's id begins; it goes to {@link #to}. */
    int restFrom() {
        return idTo;
    }

    int to() {
        return to;
    }

    /** Is the id first, if there is one, and are there no others behind it? As every writer of Protobuf does it. */
    private boolean readInOrder(byte[] array, int from, int end) {
        bytes = array;
        to = end;
        idFrom = from;
        idTo = from;
        at = from;
        if (from < end && array[from] == (CUSTOMER_ID << 3 | OffersBytes.LENGTH_DELIMITED)) {
            at++;
            long size = varint();
            if (size < 0 || size > end - at) {
                return false;
            }
            idFrom = at;
            idTo = at + (int) size;
            at = idTo;
        }
        while (at >= 0 && at < end) {
            long tag = varint();
            if (tag >>> 3 == CUSTOMER_ID) {
                return false;
            }
            skip((int) tag & 7);
        }
        return at == end;
    }

    private void skip(int wireType) {
        long size = switch (wireType) {
            case OffersBytes.VARINT -> varint() & 0;
            case OffersBytes.LENGTH_DELIMITED -> varint();
            case 1 -> Long.BYTES;
            case 5 -> Integer.BYTES;
            default -> -1;
        };
        at = at < 0 || size < 0 || size > to - at ? -1 : at + (int) size;
    }

    /** The number at the place, behind which the place is then; -1, and no place, where there is none. */
    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64 && at < to; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        at = -1;
        return -1;
    }
}
