package io.makolet.domain.segment;

/**
 * Where a customer is among all, by chance: the first 8 bytes of the SHA-256 of the salt, a zero character and the
 * customer's id in UTF-8, as an unsigned number with the highest byte first, modulo 10,000. Others can compute it too, and
 * who was in a sample stays in it: none of this ever changes.
 */
public final class SampleHash {

    /** All hashes are below it, each as likely as another. */
    public static final int BOUND = 10_000;

    private SampleHash() {}

    /** A number from 0 to 9,999. */
    public static int of(String salt, String customerId) {
        return (int) Long.remainderUnsigned(StateId.of(salt + '\0' + customerId), BOUND);
    }
}
