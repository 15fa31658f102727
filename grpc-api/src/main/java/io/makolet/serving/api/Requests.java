package io.makolet.serving.api;

import com.google.protobuf.ByteString;
import io.makolet.v1.GetOffersRequest;

/** Checks of requests. */
final class Requests {

    private static final int MAX_ID_BYTES = 512;
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_LANGUAGES = 16;
    private static final int MAX_WORD_LENGTH = 128;

    private Requests() {}

    /** The customer's key in the log and the store. */
    static byte[] customerKey(ByteString customerId) {
        if (customerId.isEmpty() || customerId.size() > MAX_ID_BYTES) {
            throw new InvalidRequestException(
                    "customer_id", "has " + customerId.size() + " bytes, expected 1 to " + MAX_ID_BYTES);
        }
        if (customerId.byteAt(0) == 0) {
            throw new InvalidRequestException("customer_id", "begins with a zero byte, expected an id without");
        }
        return customerId.toByteArray();
    }

    /** How many offers are wanted at most. */
    static int limit(GetOffersRequest request) {
        int limit = request.getLimit();
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new InvalidRequestException(
                    "limit", "is " + limit + ", expected 1 to " + MAX_LIMIT + ", or 0 for " + DEFAULT_LIMIT);
        }
        return limit == 0 ? DEFAULT_LIMIT : limit;
    }

    /** Checks what only has to be of a reasonable size. */
    static void checkSizes(GetOffersRequest request) {
        checkWord("placement", request.getPlacement());
        checkWord("channel", request.getChannel());
        if (request.getLanguagesCount() > MAX_LANGUAGES) {
            throw new InvalidRequestException(
                    "languages", "has " + request.getLanguagesCount() + " tags, expected at most " + MAX_LANGUAGES);
        }
        for (int i = 0; i < request.getLanguagesCount(); i++) {
            checkWord("languages[" + i + "]", request.getLanguages(i));
        }
    }

    private static void checkWord(String field, String value) {
        if (value.length() > MAX_WORD_LENGTH) {
            throw new InvalidRequestException(
                    field, "has " + value.length() + " characters, expected at most " + MAX_WORD_LENGTH);
        }
    }
}
