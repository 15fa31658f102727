package io.makolet.local.demo;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes down what one customer does in one visit to the shop, or with one mail of it. */
final class Visit {

    private static final String CURRENCY = "GBP";
    private static final int MOST_STEPS = 14;
    private static final int MOST_PIECES = 144;
    private static final int LINES_OF_AN_ORDER = 6;
    private static final List<String> PLACEMENTS = List.of("home-hero", "home-grid");

    private record Item(Catalogue.Product product, long pieces) {
        long micros() {
            return product.priceMicros() * pieces;
        }
    }

    private final Shopper shopper;
    private final Catalogue catalogue;
    private final SplittableRandom random;
    private final String id;
    private final String device;
    private final List<String> favourites;
    private final List<Item> cart = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private long now;

    private Visit(Shopper shopper, Catalogue catalogue, String id, long startMillis, SplittableRandom random) {
        this.shopper = shopper;
        this.catalogue = catalogue;
        this.random = random;
        this.id = id;
        this.now = startMillis;
        // What a customer likes, and the device at hand, stay the same from visit to visit.
        SplittableRandom habits = new SplittableRandom(shopper.id().hashCode());
        this.device = habits.nextInt(10) < 6 ? "desktop" : habits.nextInt(4) < 3 ? "mobile" : "tablet";
        List<String> categories = catalogue.categories();
        this.favourites = List.of(
                categories.get(habits.nextInt(categories.size())), categories.get(habits.nextInt(categories.size())));
    }

    /**
     * Events of a visit in order of time.
     *
     * @param id unique among visits
     * @param startMillis time of the first event, milliseconds UTC
     */
    static List<Event> events(
            Shopper shopper, Catalogue catalogue, String id, long startMillis, SplittableRandom random) {
        Visit visit = new Visit(shopper, catalogue, id, startMillis, random);
        if (random.nextInt(100) < 30) {
            visit.byMail();
        } else {
            visit.browse(null);
        }
        return visit.events;
    }

    private void byMail() {
        String campaign = "news-" + favourites.get(0);
        mail("mail_open", campaign);
        if (random.nextInt(100) < 45) {
            pause();
            mail("mail_click", campaign);
            pause();
            browse(campaign);
        } else if (random.nextInt(100) < 2) {
            pause();
            mail("unsubscribe", campaign);
        }
    }

    private void browse(@Nullable String campaign) {
        click("page_view", Map.of("url", "/", "campaign", campaign == null ? "" : campaign));
        pause();
        if (random.nextInt(100) < 50) {
            click("sign_in", Map.of("url", "/account"));
            pause();
        }
        if (random.nextInt(100) < 60) {
            click("offer_impression", Map.of("url", "/", "placement", PLACEMENTS.get(random.nextInt(2))));
            pause();
        }
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            step();
            pause();
        }
        if (!cart.isEmpty() && random.nextInt(100) < 45) {
            checkOut();
        }
    }

    private void step() {
        String category = random.nextInt(100) < 75
                ? favourites.get(random.nextInt(favourites.size()))
                : catalogue.any(random).category();
        int what = random.nextInt(100);
        if (what < 18) {
            click("page_view", Map.of("url", "/" + category, "category", category));
        } else if (what < 26) {
            click("search", Map.of("url", "/search", "query", category.replace('-', ' ')));
        } else if (what < 29 && !cart.isEmpty()) {
            Item item = cart.remove(random.nextInt(cart.size()));
            cartEvent("cart_remove", item);
        } else {
            look(catalogue.anyOf(category, random));
        }
    }

    private void look(Catalogue.Product product) {
        click(
                "product_view",
                Map.of("url", "/p/" + product.id(), "product_id", product.id(), "category", product.category()));
        if (random.nextInt(100) < 24) {
            pause();
            long target = Math.max(1, shopper.typicalOrderMicros() / LINES_OF_AN_ORDER / product.priceMicros());
            Item item = new Item(product, Math.min(MOST_PIECES, 1 + random.nextLong(2 * target)));
            cart.add(item);
            cartEvent("cart_add", item);
        }
    }

    private void cartEvent(String type, Item item) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("url", "/p/" + item.product().id());
        values.put("product_id", item.product().id());
        values.put("category", item.product().category());
        values.put("quantity", item.pieces());
        values.put("value", item.micros());
        values.put("currency", CURRENCY);
        values.put("cart_id", id);
        click(type, values);
    }

    private void checkOut() {
        click("checkout", Map.of("url", "/checkout", "cart_id", id));
        pause();
        if (random.nextInt(100) >= 80) {
            return;
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("order_id", id);
        values.put("amount", cart.stream().mapToLong(Item::micros).sum());
        values.put("currency", CURRENCY);
        values.put("units", cart.stream().mapToLong(Item::pieces).sum());
        values.put("line_count", (long) cart.size());
        values.put("cart_id", id);
        values.put("channel", "web");
        values.put("country", shopper.country());
        List<Event.Line> lines = cart.stream()
                .map(item ->
                        new Event.Line(item.product().id(), item.product().category(), item.pieces(), item.micros()))
                .toList();
        add(EventSchema.PURCHASES, "purchase", values, lines);
    }

    private void click(String type, Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> values = new HashMap<>(given);
        values.values().removeIf(""::equals);
        values.put("channel", "web");
        values.put("device", device);
        values.put("language", "en");
        values.put("country", shopper.country());
        add(EventSchema.CLICKSTREAM, type, values, List.of());
    }

    private void mail(String type, String campaign) {
        add(
                EventSchema.ENGAGEMENT,
                type,
                Map.of("channel", "email", "campaign", campaign, "message_id", "mail-" + id, "device", device),
                List.of());
    }

    private void add(
            EventSchema schema, String type, Map<String, ? extends @Nullable Object> given, List<Event.Line> lines) {
        @Nullable Object[] values = new Object[schema.fields().size()];
        given.forEach((field, value) -> values[schema.indexOf(field)] = value);
        events.add(new Event(
                id + "-" + events.size(),
                shopper.id(),
                type,
                now,
                schema,
                values,
                Map.of(),
                lines,
                List.of(),
                Map.of()));
    }

    /** People look at a page for some seconds, seldom for minutes. */
    private void pause() {
        double seconds = 9 * Math.exp(0.8 * random.nextGaussian());
        now += (long) (1000 * Math.min(180, Math.max(1, seconds)));
    }
}
