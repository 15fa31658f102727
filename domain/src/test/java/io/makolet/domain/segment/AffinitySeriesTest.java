package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.NaiveAffinity;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Top;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Affinities in order, shuffled, stored on the way and put together of parts, against sums of whole numbers. */
class AffinitySeriesTest {

    private static final Retention ANY = Retention.of(Window.LIFETIME);
    private static final List<Long> KEPT = List.of(
            3L,
            7L,
            -8876079696911696401L,
            2L,
            2L,
            0L,
            343_582L,
            0L,
            -1L,
            -130_718L,
            -594233637149161306L,
            1L,
            0L,
            -1L,
            -130_718L,
            7278702569317364828L,
            1L,
            23L,
            0L,
            65_536L);
    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    @Test
    void weighsAsTheOracleDoesInWhateverOrderEventsCome() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long halfLife = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1 + random.nextInt(10_000);
            Top top = new Top(PURCHASE, "brands", random.nextBoolean() ? "amount" : null, halfLife, 1, List.of("0"), 1);
            AggregatePlan plan = plan(top);
            List<Event> events = IntStream.range(0, random.nextInt(300))
                    .mapToObj(i -> event(random, i, 40_000, 20))
                    .toList();
            Series whole = series(plan, events);
            List<Event> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            int half = shuffled.size() / 2;
            Series parts = series(plan, shuffled.subList(0, half));
            parts.addAll(series(plan, shuffled.subList(half, shuffled.size())), ANY);
            assertThat(stored(parts)).as("seed %d", seed).isEqualTo(stored(whole));
            assertThat(stored(restored(parts))).isEqualTo(stored(whole));
            compare(NaiveAffinity.weights(top, events), (AffinitySeries) whole, seed);
        }
    }

    private static void compare(Map<String, BigInteger> weights, AffinitySeries series, int seed) {
        weights.forEach((value, weight) -> {
            long heavier = weights.values().stream()
                    .filter(w -> w.compareTo(weight) > 0)
                    .count();
            for (int k = 1; k <= weights.size(); k++) {
                assertThat(series.amongFirst(k, List.of(ValueHash.identity(value))))
                        .as("seed %d, %s among the first %d of %s", seed, value, k, weights)
                        .isEqualTo(weight.signum() > 0 && heavier < k ? 1 : 0);
            }
        });
    }

    /** What is persisted never changes: values, cells, and sums of weights with 16 bits behind the point. */
    @Test
    void keepsWhatItAlwaysKept() {
        AggregatePlan plan = plan(new Top(PURCHASE, "brands", "amount", 1_000, 1, List.of("0"), 1));
        Series series = series(
                plan,
                List.of(
                        event(5_000, List.of("Acme"), 1),
                        event(5_501, List.of("Acme"), 3),
                        event(7_999, List.of("Bolt", "Acme", "Bolt"), -1),
                        event(-16_000, List.of("Edge"), 1),
                        event(-16_001, List.of("Old"), 1)));
        assertThat(stored(series)).isEqualTo(KEPT);
    }

    @Test
    void keepsTheHeaviestOfMoreValuesThanAreKnownAndLetsNewOnesIn() {
        AggregatePlan plan = plan(new Top(PURCHASE, "brands", null, 1_000, 1, List.of("0"), 1));
        Random random = new Random(7);
        AffinitySeries series = (AffinitySeries) plan.newSeries();
        for (int i = 0; i < 3_000; i++) {
            String brand = i % 10 == 0 ? "often" : "b" + random.nextInt(500);
            plan.add(event(i, List.of(brand), 1), series);
        }
        assertThat(stored(series).get(0)).isEqualTo(AffinitySeries.MOST);
        assertThat(series.amongFirst(1, List.of(ValueHash.identity("often")))).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            plan.add(event(3_000 + i, List.of("new"), 1), series);
        }
        assertThat(series.amongFirst(1, List.of(ValueHash.identity("new")))).isEqualTo(1);
        Series other = series(plan, List.of(event(3_500, List.of("elsewhere"), 1)));
        other.addAll(series, ANY);
        assertThat(stored(other).get(0)).isEqualTo(AffinitySeries.MOST);
    }

    private static AggregatePlan plan(Top top) {
        return new AggregatePlan(top.spec(), new Decay(top.halfLifeMillis(), top.weight()), 0);
    }

    private static Series series(AggregatePlan plan, List<Event> events) {
        Series series = plan.newSeries();
        for (Event event : events) {
            if (plan.takes(event)) {
                plan.add(event, series);
            }
        }
        return series;
    }

    private static Series restored(Series series) {
        Iterator<Long> numbers = stored(series).iterator();
        return AffinitySeries.restore(numbers::next);
    }

    private static List<Long> stored(Series series) {
        List<Long> numbers = new ArrayList<>();
        series.store(numbers::add);
        return numbers;
    }

    private static Event event(Random random, int number, int span, int values) {
        List<String> brands = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> String.valueOf(random.nextInt(values)))
                .toList();
        long amount = random.nextInt(30) == 0 ? Long.MAX_VALUE - number : random.nextLong(-1_000_000, 20_000_000);
        return event(random.nextInt(span) - span / 4L, random.nextInt(9) == 0 ? null : brands, amount);
    }

    private static Event event(long time, @Nullable List<String> brands, long amount) {
        @Nullable Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        values[EventSchema.PURCHASES.indexOf("brands")] = brands;
        values[EventSchema.PURCHASES.indexOf("amount")] = amount;
        return new Event(
                "e", "c", "purchase", time, EventSchema.PURCHASES, values, Map.of(), List.of(), List.of(), Map.of());
    }
}
