package io.makolet.serving.api;

import com.google.protobuf.ByteString;
import io.makolet.v1.GetOffersRequest;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of requests. */
public final class Requests {

    /** Of a customer's id. */
    public static final int MAX_ID_BYTES = 512;
    /** Of offers, where the request has none. */
    static final int DEFAULT_LIMIT = 10;

    static final int MAX_LIMIT = 100;
    private static final int MAX_SEGMENTS = 256;
    private static final int MAX_LANGUAGES = 16;
    private static final int MAX_WORD_LENGTH = 128;

    private static final Pattern SEGMENT_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    private Requests() {}

    /** The customer's key in the log and the store. */
    static byte[] customerKey(ByteString customerId) {
        checkCustomerId("customer_id", customerId);
        return customerId.toByteArray();
    }

    /** Checks what can't be a customer's id. */
    public static void checkCustomerId(String field, ByteString customerId) {
        checkCustomerId(field, customerId.size(), customerId.isEmpty() ? 0 : customerId.byteAt(0));
    }

    /** The same of the size and first byte of an id. */
    static void checkCustomerId(String field, int bytes, byte first) {
        if (bytes == 0 || bytes > MAX_ID_BYTES) {
            throw new InvalidRequestException(field, "has " + bytes + " bytes, expected 1 to " + MAX_ID_BYTES);
        }
        if (first == 0) {
            throw new InvalidRequestException(field, "begins with a zero byte, expected an id without");
        }
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
        checkLanguages(request.getLanguagesList());
    }

    static void checkLanguages(List<String> languages) {
        if (languages.size() > MAX_LANGUAGES) {
            throw new InvalidRequestException(
                    "languages", "has " + languages.size() + " tags, expected at most " + MAX_LANGUAGES);
        }
        for (int i = 0; i < languages.size(); i++) {
            checkWord("languages[" + i + "]", languages.get(i));
        }
    }

    /** Checks that it can be the id of a definition. */
    static void checkSegmentId(String segmentId) {
        checkSegmentId("segment_id", segmentId);
    }

    /** Checks a list of what can be ids of segments. */
    static void checkSegmentIds(String field, List<String> segmentIds, int least) {
        if (segmentIds.size() < least || segmentIds.size() > MAX_SEGMENTS) {
            throw new InvalidRequestException(
                    field, "has " + segmentIds.size() + " ids, expected " + least + " to " + MAX_SEGMENTS);
        }
        for (int i = 0; i < segmentIds.size(); i++) {
            checkSegmentId(field + "[" + i + "]", segmentIds.get(i));
        }
    }

    private static void checkSegmentId(String field, String segmentId) {
        if (!SEGMENT_ID.matcher(segmentId).matches()) {
            throw new InvalidRequestException(
                    field,
                    "is '" + shown(segmentId)
                            + "', expected a letter, then letters, digits, '-', '_', '.', at most 100 of them");
        }
    }

    /** A caller's word in a message: not longer than a line. */
    static String shown(String word) {
        return word.length() > MAX_WORD_LENGTH ? word.substring(0, MAX_WORD_LENGTH) + "..." : word;
    }

    private static void checkWord(String field, String value) {
        if (value.length() > MAX_WORD_LENGTH) {
            throw new InvalidRequestException(
                    field, "has " + value.length() + " characters, expected at most " + MAX_WORD_LENGTH);
        }
    }
}
