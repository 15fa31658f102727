package io.makolet.domain.segment;

import io.makolet.domain.expr.CanonicalText;
import io.makolet.domain.segment.Condition.EventMatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids under which customers' states keep things: equal for equal specifications, in every run. */
final class StateId {

    private StateId() {}

    /** The first 64 bits of a text's SHA-256. */
    static long of(String canonical) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    static String types(EventMatch match) {
        return String.join("+", match.eventTypes());
    }

    /** One spelling for equal predicates; the text as its author wrote it does not matter. */
    static String where(EventMatch match) {
        return match.where() == null ? "" : CanonicalText.of(match.where());
    }
}
