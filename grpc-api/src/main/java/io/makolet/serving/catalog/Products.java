package io.makolet.serving.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Products of the feed by id. Thread safe. */
public final class Products {

    /** Where a product can be seen; null where the feed does not say. */
    public record Links(@Nullable String imageUrl, @Nullable String url) {}

    private static final Links NONE = new Links(null, null);

    private final Map<String, Links> byId = new ConcurrentHashMap<>();

    /** Where a product can be seen; nowhere if it isn't in the feed. */
    public Links links(String productId) {
        return byId.getOrDefault(productId, NONE);
    }

    /** Number of products. */
    public int size() {
        return byId.size();
    }

    /** Puts a product in, or in place of what was there. */
    public void put(String productId, Links links) {
        byId.put(productId, links);
    }

    /** Takes a product out. */
    public void remove(String productId) {
        byId.remove(productId);
    }

    /** Takes all products out. */
    public void clear() {
        byId.clear();
    }
}
