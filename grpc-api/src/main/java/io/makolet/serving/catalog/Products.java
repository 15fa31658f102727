package io.makolet.serving.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Products of the feed by id. Thread safe. */
public final class Products {

    /** Where a product can be seen; null where the feed does not say. */
    public record Links(@Nullable String imageUrl, @Nullable String url) {}

    private static final Links NONE = new Links(null, null);

    private final Map<String, Links> byId = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    /** Another one each time something has changed. */
    public long revision() {
        return revision.get();
    }

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
        if (!links.equals(byId.put(productId, links))) {
            revision.incrementAndGet();
        }
    }

    /** Takes a product out. */
    public void remove(String productId) {
        if (byId.remove(productId) != null) {
            revision.incrementAndGet();
        }
    }

    /** Takes all products out. */
    public void clear() {
        byId.clear();
        revision.incrementAndGet();
    }
}
