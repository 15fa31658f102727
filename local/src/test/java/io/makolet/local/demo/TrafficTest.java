package io.makolet.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private static final long START = Instant.parse("2011-08-31T17:45:00Z").toEpochMilli();
    private static final int MANY = 20_000;
    private static final Catalogue CATALOGUE = Catalogue.read(Path.of("../examples/online-retail/products.csv"));
    private static final Shoppers SHOPPERS = new Shoppers(IntStream.range(0, 1000)
            .mapToObj(i -> new Shopper("c" + i, i < 500 ? 1 : 9, 300_000_000L, "United Kingdom"))
            .toList());
    private static final List<Event> EVENTS = events(7, MANY);

    private static List<Event> events(long seed, int count) {
        Traffic traffic = new Traffic(SHOPPERS, CATALOGUE, START, 1, seed);
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(traffic.next());
        }
        return events;
    }

    private static long count(String type) {
        return EVENTS.stream().filter(event -> event.type().equals(type)).count();
    }

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(events(7, 500)).usingRecursiveComparison().isEqualTo(EVENTS.subList(0, 500));
        assertThat(events(8, 500))
                .extracting(Event::customerId)
                .isNotEqualTo(
                        EVENTS.subList(0, 500).stream().map(Event::customerId).toList());
    }

    @Test
    void comesInOrderOfTimeWithIdsOfItsOwn() {
        assertThat(EVENTS).extracting(Event::time).isSorted().allMatch(time -> time >= START);
        assertThat(EVENTS).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void isAboutTenEventsPerSecond() {
        // The first minutes are left out: visits have only begun.
        long from = START + Duration.ofMinutes(10).toMillis();
        long to = from + Duration.ofMinutes(20).toMillis();
        long between = EVENTS.stream()
                .filter(event -> event.time() > from && event.time() <= to)
                .count();

        assertThat(between / (20 * 60.0)).isBetween(8.0, 13.0);
    }

    @Test
    void losesPeopleFromStepToStepAsShopsDo() {
        long visits = EVENTS.stream()
                .filter(event -> "/".equals(event.value("url")) && event.type().equals("page_view"))
                .count();

        assertThat(count("product_view")).isGreaterThan(2 * count("cart_add"));
        assertThat(count("cart_add")).isGreaterThan(count("checkout"));
        assertThat(count("checkout")).isGreaterThan(count("purchase"));
        assertThat((double) count("purchase") / visits).isBetween(0.05, 0.35);
        assertThat(count("mail_open")).isGreaterThan(count("mail_click"));
        assertThat(count("mail_click")).isPositive();
        assertThat(count("search")).isPositive();
        assertThat(count("cart_remove")).isPositive();
        assertThat(count("sign_in")).isPositive();
    }

    @Test
    void sellsWhatIsInTheCatalogue() {
        Set<String> products =
                CATALOGUE.products().stream().map(Catalogue.Product::id).collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        for (Event event : EVENTS) {
            event.lines().forEach(line -> assertThat(products).contains(line.productId()));
            if (event.value("product_id") instanceof String product) {
                assertThat(products).contains(product);
                seen.add(product);
            }
        }
        assertThat(seen).isEqualTo(products);
    }

    @Test
    void ordersAddUpAndFollowTheirCart() {
        Map<Object, Long> inCart = new HashMap<>();
        int orders = 0;
        for (Event event : EVENTS) {
            if (event.type().equals("cart_add") || event.type().equals("cart_remove")) {
                long value = event.value("value") instanceof Long micros ? micros : 0;
                inCart.merge(
                        String.valueOf(event.value("cart_id")),
                        event.type().equals("cart_add") ? value : -value,
                        Long::sum);
            } else if (event.type().equals("purchase")) {
                orders++;
                long lines = event.lines().stream()
                        .mapToLong(Event.Line::amountMicros)
                        .sum();
                assertThat(event.value("amount")).isEqualTo(lines);
                assertThat(inCart).containsEntry(String.valueOf(event.value("cart_id")), lines);
                assertThat(event.value("line_count"))
                        .isEqualTo((long) event.lines().size());
            }
        }
        assertThat(orders).isPositive();
    }

    @Test
    void bringsThoseWhoOrderOftenMoreOften() {
        long often = EVENTS.stream()
                .filter(event -> Integer.parseInt(event.customerId().substring(1)) >= 500)
                .count();

        assertThat((double) often / MANY).isBetween(0.75, 0.92);
    }

    @Test
    void growsWithTheMultiplier() {
        Traffic traffic = new Traffic(SHOPPERS, CATALOGUE, START, 200, 7);
        Event last = traffic.next();
        for (int i = 0; i < 200_000; i++) {
            last = traffic.next();
        }

        assertThat(200_000 / ((last.time() - START) / 1000.0)).isBetween(1000.0, 2500.0);
    }

    @Test
    void usesOnlyFieldsThatItsTopicsHave() {
        assertThat(EVENTS)
                .extracting(Event::schema)
                .contains(EventSchema.CLICKSTREAM, EventSchema.PURCHASES, EventSchema.ENGAGEMENT);
    }
}
