package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final long HOUR = 60L * 60 * 1000;
    private static final long DAY = 24 * HOUR;

    private record Entry(long time, long value) {}

    @Test
    void windowIsOpenAtItsBeginningAndClosedAtItsEnd() {
        EventSeries series = new EventSeries();
        series.add(100, 1, 10);
        assertThat(steps(series, Reading.COUNT, Extent.sliding(100, 10))).containsExactly("100: 1000000", "110: 0");
        assertThat(steps(series, Reading.COUNT, Extent.sliding(109, 10))).containsExactly("109: 1000000", "110: 0");
        assertThat(steps(series, Reading.COUNT, Extent.sliding(110, 10))).containsExactly("110: 0");
        assertThat(steps(series, Reading.MAX, Extent.sliding(110, 10))).containsExactly("110: unknown");
    }

    @Test
    void showsEveryReadingOfTheEventsThatAreLeft() {
        EventSeries series = new EventSeries();
        series.add(3, 4, 10);
        series.add(1, 7, 10);
        series.add(1, -2, 10);
        Extent extent = Extent.sliding(5, 10);
        assertThat(steps(series, Reading.SUM, extent)).containsExactly("5: 9", "11: 4", "13: 0");
        assertThat(steps(series, Reading.AVG, extent)).containsExactly("5: 9/3", "11: 4", "13: unknown");
        assertThat(steps(series, Reading.MIN, extent)).containsExactly("5: -2", "11: 4", "13: unknown");
        assertThat(steps(series, Reading.FIRST, extent)).containsExactly("5: -2", "11: 4", "13: unknown");
        assertThat(steps(series, Reading.LAST_TIME, extent)).containsExactly("5: 3", "11: 3", "13: unknown");
    }

    @Test
    void countsOnlyWhatIsStrictlyLaterThanTheLastCut() {
        EventSeries series = new EventSeries();
        series.add(10, 1, 100);
        series.add(20, 2, 100);
        series.add(21, 4, 100);
        series.since(20);
        series.since(15);
        assertThat(steps(series, Reading.SUM, Extent.sliding(30, 100))).containsExactly("30: 4", "121: 0");
        series.add(20, 8, 100);
        assertThat(steps(series, Reading.SUM, Extent.sliding(30, 100))).containsExactly("30: 4", "121: 0");
    }

    @Test
    void sumsSaturateWhereTheyAreReadAndNotBefore() {
        LifetimeSeries life = new LifetimeSeries(false);
        life.add(1, Long.MAX_VALUE, Retention.of(Window.LIFETIME));
        life.add(2, 5, Retention.of(Window.LIFETIME));
        assertThat(steps(life, Reading.SUM, Extent.lifetime(2))).containsExactly("2: " + Long.MAX_VALUE);
        life.add(3, -7, Retention.of(Window.LIFETIME));
        assertThat(steps(life, Reading.SUM, Extent.lifetime(3))).containsExactly("3: " + (Long.MAX_VALUE - 2));
        life.add(4, Long.MIN_VALUE, Retention.of(Window.LIFETIME));
        life.add(4, Long.MIN_VALUE, Retention.of(Window.LIFETIME));
        assertThat(steps(life, Reading.SUM, Extent.lifetime(4))).containsExactly("4: " + Long.MIN_VALUE);
    }

    @Test
    void differentValuesLeaveWithTheirLatestEvent() {
        DistinctSeries series = new DistinctSeries();
        Retention retention = Retention.of(new Window.Sliding(10));
        series.add(5, 1, retention);
        series.add(7, 2, retention);
        series.add(1, 1, retention);
        series.add(8, 1, retention);
        assertThat(steps(series, Reading.DISTINCT, Extent.sliding(8, 10)))
                .containsExactly("8: 2000000", "17: 1000000", "18: 0");
    }

    @Test
    void dropsTheValueSeenLongestAgo() {
        DistinctSeries series = new DistinctSeries();
        Retention retention = Retention.of(Window.LIFETIME);
        for (int i = 0; i <= DistinctSeries.MOST; i++) {
            series.add(i, i, retention);
        }
        assertThat(steps(series, Reading.DISTINCT, Extent.lifetime(5_000))).containsExactly("5000: 4096000000");
        series.add(5_000, 1, retention);
        assertThat(steps(series, Reading.DISTINCT, Extent.lifetime(5_000))).containsExactly("5000: 4096000000");
    }

    @Test
    void isExactWithinOnePercentOfTheWindowHoweverManyEventsThereAre() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            long window = 1_000L + random.nextInt(100_000);
            int events = 200 + random.nextInt(2_000);
            List<Entry> all = entries(random, events, 3 * window);
            EventSeries series = new EventSeries();
            Retention retention = Retention.of(new Window.Sliding(window));
            long now = 0;
            for (Entry entry : all) {
                series.add(entry.time(), entry.value(), retention);
                now = Math.max(now, entry.time());
                series.prune(now - window, retention);
            }
            for (long at = now; at < now + window + 10; at += 1 + random.nextInt(2_000)) {
                within(seed, series, all, at, window);
            }
        }
    }

    /** The answer is exact for a window whose beginning is earlier by up to 1 %. */
    private static void within(long seed, EventSeries series, List<Entry> all, long at, long window) {
        Curve count = read(series, Reading.COUNT, Extent.sliding(at, window));
        Curve sum = read(series, Reading.SUM, Extent.sliding(at, window));
        long seen = count.numerator(0) / 1_000_000;
        long exact = all.stream().filter(e -> e.time() > at - window).count();
        long most =
                all.stream().filter(e -> e.time() > at - window - window / 100).count();
        assertThat(seen).as("seed %d at %d", seed, at).isBetween(exact, most);
        if (exact <= Retention.EXACT) {
            assertThat(seen).as("seed %d at %d", seed, at).isEqualTo(exact);
        }
        BigInteger expected = all.stream()
                .sorted((a, b) -> Long.compare(b.time(), a.time()) != 0
                        ? Long.compare(b.time(), a.time())
                        : Long.compare(b.value(), a.value()))
                .limit(seen)
                .map(e -> BigInteger.valueOf(e.value()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(BigInteger.valueOf(sum.numerator(0)))
                .as("seed %d at %d", seed, at)
                .isEqualTo(expected);
    }

    @Test
    void foldsTheSameInWhateverOrderEventsArrive() {
        for (Window window : List.of(
                new Window.Sliding(5_000),
                new Window.Calendar(Window.Period.DAY),
                Window.LIFETIME,
                new Window.LastN(9))) {
            for (long seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                long span = window instanceof Window.Lifetime ? 400 * DAY : 20_000;
                List<Entry> all = entries(random, 900, span);
                List<Entry> shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, random);
                LongUnaryOperator edge = clock -> window instanceof Window.Sliding s ? clock - s.millis() : Series.NONE;
                assertThat(stored(shuffled, window, edge))
                        .as("%s, seed %d", window, seed)
                        .isEqualTo(stored(all, window, edge));
            }
        }
    }

    private static List<Long> stored(List<Entry> entries, Window window, LongUnaryOperator edge) {
        EventSeries series = new EventSeries();
        Retention retention = Retention.of(window);
        long clock = 0;
        for (Entry entry : entries) {
            series.add(entry.time(), entry.value(), retention);
            clock = Math.max(clock, entry.time());
            series.prune(edge.applyAsLong(clock), retention);
        }
        List<Long> numbers = new ArrayList<>();
        series.store(numbers::add);
        return numbers;
    }

    @Test
    void comparesQuotientsWithoutRounding() {
        assertThat(Exact.compareRatio(1, 3, 333_333)).isPositive();
        assertThat(Exact.compareRatio(1, 3, 333_334)).isNegative();
        assertThat(Exact.compareRatio(-1, -2, 500_000)).isZero();
        assertThat(Exact.compareRatio(1, -2, -500_001)).isPositive();
        assertThat(Exact.compareRatio(Long.MIN_VALUE, -1, Long.MAX_VALUE)).isPositive();
        assertThat(Exact.compareRatio(Long.MAX_VALUE, 3, Long.MAX_VALUE, 3, 1_000_000))
                .isZero();
        assertThat(Exact.compareRatio(Long.MAX_VALUE, 3, Long.MAX_VALUE - 1, 3, 1_000_000))
                .isPositive();
        assertThat(Exact.compareRatio(Long.MAX_VALUE, 3, -5, Long.MAX_VALUE, -1))
                .isNegative();
    }

    private static List<Entry> entries(Random random, int events, long span) {
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(new Entry((long) (random.nextDouble() * span), random.nextInt(9) - 4));
        }
        all.sort((a, b) -> Long.compare(a.time() + a.value() * 7, b.time() + b.value() * 7));
        return all;
    }

    private static Curve read(Series series, Reading reading, Extent extent) {
        Curve curve = new Curve();
        series.read(reading, extent, curve);
        return curve;
    }

    private static List<String> steps(Series series, Reading reading, Extent extent) {
        Curve curve = read(series, reading, extent);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < curve.size(); i++) {
            String value = switch ((int) curve.denominator(i)) {
                case 0 -> "unknown";
                case 1 -> "" + curve.numerator(i);
                default -> curve.numerator(i) + "/" + curve.denominator(i);
            };
            steps.add(curve.from(i) + ": " + value);
        }
        return steps;
    }
}
