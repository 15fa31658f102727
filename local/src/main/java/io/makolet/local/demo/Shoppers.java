package io.makolet.local.demo;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The customers of a shop, of whom those who ordered often come by more often. */
final class Shoppers {

    private static final class Orders {
        private int count;
        private long micros;
        private String country = "";
    }

    private final List<Shopper> shoppers;
    private final long[] weights;

    Shoppers(List<Shopper> shoppers) {
        if (shoppers.isEmpty()) {
            throw new IllegalArgumentException("nobody to come by, expected at least one customer");
        }
        this.shoppers = List.copyOf(shoppers);
        this.weights = new long[shoppers.size()];
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += 1 + shoppers.get(i).orders();
            weights[i] = sum;
        }
    }

    /** Everybody who bought in a file of orders. */
    static Shoppers of(EventFile orders, RowReport rows) throws IOException {
        Map<String, Orders> byCustomer = new TreeMap<>();
        try (EventFile.Events events = orders.read(Long.MAX_VALUE, rows)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (event.type().equals("purchase") && event.value("amount") instanceof Long amount) {
                    Orders known = byCustomer.computeIfAbsent(event.customerId(), id -> new Orders());
                    known.count++;
                    known.micros += amount;
                    known.country = event.value("country") instanceof String country ? country : known.country;
                }
            }
        }
        return new Shoppers(byCustomer.entrySet().stream()
                .map(entry -> new Shopper(
                        entry.getKey(),
                        entry.getValue().count,
                        entry.getValue().micros / entry.getValue().count,
                        entry.getValue().country))
                .toList());
    }

    List<Shopper> all() {
        return shoppers;
    }

    Shopper any(SplittableRandom random) {
        int found = Arrays.binarySearch(weights, random.nextLong(weights[weights.length - 1]) + 1);
        return shoppers.get(found >= 0 ? found : -found - 1);
    }
}
