package io.makolet.domain.identity;

import java.nio.charset.StandardCharsets;

/**
 * Ids of persons and keys of the log. An id has its namespace in front; a key is the bare id of a customer, or, of anybody
 * else, the id with its namespace. So a key with a colon is an id, and any other one is a customer's.
 */
public final class Ids {

    static final String CUSTOMER = "customer:";

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private Ids() {}

    /** Bytes of UTF-8 that a key has at most. */
    public static final int MOST_BYTES = 512;

    /** Can it be a key? It has 1 to {@link #MOST_BYTES} bytes of UTF-8, and does not begin with a zero, as what is no customer does. */
    public static boolean isKey(String key) {
        return !key.isEmpty()
                && key.charAt(0) != 0
                && (key.length() <= MOST_BYTES / MOST_BYTES_OF_A_CHAR
                        || key.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES);
    }

    /** The id that a namespace and a value make. */
    public static String of(String namespace, String value) {
        return ofKey(namespace.equals("customer") ? value : namespace + ":" + value);
    }

    /** The id of a key; that of another key is another one. */
    public static String ofKey(String key) {
        return isCustomer(key) ? CUSTOMER + key : key;
    }

    /** The key of an id. */
    public static String toKey(String id) {
        String key = id.startsWith(CUSTOMER) ? id.substring(CUSTOMER.length()) : id;
        return isCustomer(key) ? key : id;
    }

    /** A key that looks like an id of a customer is the customer's whose id looks so. */
    private static boolean isCustomer(String key) {
        return key.indexOf(':') < 0 || key.startsWith(CUSTOMER);
    }
}
