package io.makolet.serving.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keys of customers, in arrays that are used again: one for each length. For one thread. */
final class CustomerKeys {

    private final byte[] @Nullable [] byLength = new byte[Requests.MAX_ID_BYTES + 1][];

    /**
     * The customer's key in the log and the store, good until the next one of its length.
     *
     * @throws InvalidRequestException if it can't be one
     */
    byte[] of(OffersQuestion question) {
        byte[] from = question.bytes();
        int begin = question.idFrom();
        int length = question.idTo() - begin;
        Requests.checkCustomerId("customer_id", length, length == 0 ? 0 : from[begin]);
        byte[] key = byLength[length];
        if (key == null) {
            key = new byte[length];
            byLength[length] = key;
        }
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            byte b = from[begin + i];
            key[i] = b;
            ascii &= b >= 0;
        }
        if (!ascii) {
            checkUtf8(key);
        }
        return key;
    }

    private static void checkUtf8(byte[] key) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key));
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("customer_id", "is not UTF-8, expected text in it");
        }
    }
}
