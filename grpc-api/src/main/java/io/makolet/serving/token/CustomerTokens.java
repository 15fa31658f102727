package io.makolet.serving.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Makes and opens tokens that stand for a customer until they expire. Who has one can ask for the customer's offers, and
 * learns nothing else: not the id, not how long it is, not whether two tokens are of one person.
 *
 * <p>A token is, in base64 for addresses: the version (1 byte), the key's id (1), a random nonce (12), and by AES-256-GCM,
 * with the first two bytes authenticated too, when it expires (seconds UTC, 8), the size of the customer's id (2), the id
 * in UTF-8 and zeros up to a multiple of 32 bytes. With random nonces a key is good for 2^32 tokens (NIST SP 800-38D,
 * 8.3). Thread safe.
 */
public final class CustomerTokens {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 2;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int BODY_HEAD_BYTES = Long.BYTES + Short.BYTES;
    private static final int BLOCK = 32;
    private static final int LONGEST = 1_024;

    private final TokenKeys keys;
    private final LongSupplier wallClock;
    private final SecureRandom random = new SecureRandom();

    /** @param wallClock milliseconds UTC */
    public CustomerTokens(TokenKeys keys, LongSupplier wallClock) {
        this.keys = keys;
        this.wallClock = wallClock;
    }

    /** A token that can't be opened. */
    public static final class TokenException extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean expired;

        private TokenException(String message, boolean expired) {
            super(message);
            this.expired = expired;
        }

        /** Was it a good one, whose time is over? */
        public boolean expired() {
            return expired;
        }
    }

    /**
     * A new token; every one is different.
     *
     * @param customerId 1 to 512 bytes of UTF-8
     * @param expiresAt milliseconds UTC, rounded down to a second
     */
    public String make(String customerId, long expiresAt) {
        byte[] id = customerId.getBytes(StandardCharsets.UTF_8);
        int size = (BODY_HEAD_BYTES + id.length + BLOCK - 1) / BLOCK * BLOCK;
        byte[] body = ByteBuffer.allocate(size)
                .putLong(Math.floorDiv(expiresAt, 1_000L))
                .putShort((short) id.length)
                .put(id)
                .array();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        TokenKeys.Key key = keys.first();
        byte[] head = {VERSION, (byte) key.id()};
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, key.secret(), head, nonce).doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM can't seal a token", e);
        }
        byte[] token = ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length)
                .put(head)
                .put(nonce)
                .put(sealed)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * Whom a token stands for.
     *
     * @throws TokenException if no key of ours made it, somebody changed it, or its time is over
     */
    public String open(String token) throws TokenException {
        ByteBuffer body = ByteBuffer.wrap(body(token));
        long expires = body.getLong();
        byte[] id = new byte[body.getShort() & 0xffff];
        body.get(id);
        if (wallClock.getAsLong() >= expires * 1_000) {
            throw new TokenException("the token has expired, expected one that is still good", true);
        }
        return new String(id, StandardCharsets.UTF_8);
    }

    private byte[] body(String token) throws TokenException {
        try {
            byte[] bytes = token.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
            if (bytes.length > HEAD_BYTES + NONCE_BYTES && bytes[0] == VERSION) {
                byte[] head = Arrays.copyOf(bytes, HEAD_BYTES);
                byte[] nonce = Arrays.copyOfRange(bytes, HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
                for (TokenKeys.Key key : keys.all()) {
                    if ((byte) key.id() == bytes[1]) {
                        return cipher(Cipher.DECRYPT_MODE, key.secret(), head, nonce)
                                .doFinal(bytes, HEAD_BYTES + NONCE_BYTES, bytes.length - HEAD_BYTES - NONCE_BYTES);
                    }
                }
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** The same whatever is wrong: who tries tokens learns nothing. */
    private static TokenException invalid() {
        return new TokenException("no such token, expected one that this service made", false);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] head, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        return cipher;
    }
}
