package io.makolet.domain.customer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of a text's SHA-256, so that no two event ids are taken for each other. Not thread-safe. */
final class Fingerprint {

    private final MessageDigest digest;
    private long high;
    private long low;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    void of(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        high = bytes.getLong();
        low = bytes.getLong();
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
