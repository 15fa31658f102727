package io.makolet.serving.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Strong validators (RFC 9110, 8.8.3): equal for equal bytes only. */
final class ETags {

    private static final int BYTES = 15;

    private ETags() {}

    /** The tag of a body: 120 bits of its SHA-256. */
    static String of(HttpData body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.array());
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(hash)
                            .substring(0, BYTES * 4 / 3)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Does the caller have what a tag stands for? Proxies that compress make a tag weak, which is as good here. */
    static boolean match(RequestHeaders headers, String tag) {
        for (String known : headers.get(HttpHeaderNames.IF_NONE_MATCH, "").split(",", -1)) {
            String stripped = known.strip();
            if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
