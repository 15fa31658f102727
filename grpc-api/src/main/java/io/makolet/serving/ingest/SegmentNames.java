package io.makolet.serving.ingest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of Segment's e-commerce and e-mail events (v2), and of their properties, in Makolet's own vocabulary. */
final class SegmentNames {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("product viewed", "product_view"),
            Map.entry("products searched", "search"),
            Map.entry("product added", "cart_add"),
            Map.entry("product removed", "cart_remove"),
            Map.entry("checkout started", "checkout"),
            Map.entry("product added to wishlist", "wish_add"),
            Map.entry("promotion viewed", "offer_impression"),
            Map.entry("promotion clicked", "offer_click"),
            Map.entry("signed up", "sign_up"),
            Map.entry("signed in", "sign_in"),
            Map.entry("order completed", "purchase"),
            Map.entry("order cancelled", "cancel"),
            Map.entry("order refunded", "return"),
            Map.entry("email delivered", "mail_delivered"),
            Map.entry("email opened", "mail_open"),
            Map.entry("email link clicked", "mail_click"),
            Map.entry("email bounced", "mail_bounce"),
            Map.entry("email marked as spam", "mail_complaint"),
            Map.entry("unsubscribed", "unsubscribe"));

    private static final Map<String, String> FIELDS = new HashMap<>(Map.of(
            "sku", "product_id",
            "total", "amount",
            "revenue", "amount",
            "products", "lines",
            "coupon", "coupons",
            "promotion_id", "offer_id",
            "position", "placement",
            "link_url", "link",
            "campaign_name", "campaign",
            "email_id", "message_id"));

    private SegmentNames() {}

    /** The type of an event: names that Segment doesn't specify stay as they are. */
    static String type(String name) {
        return TYPES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }

    /** The field that a property is: {@code productId}, {@code product_id} and {@code sku} are one. */
    static String field(String property) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < property.length(); i++) {
            char c = property.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(property.charAt(i - 1))) {
                name.append('_');
            }
            name.append(Character.toLowerCase(c));
        }
        return FIELDS.getOrDefault(name.toString(), name.toString());
    }
}
