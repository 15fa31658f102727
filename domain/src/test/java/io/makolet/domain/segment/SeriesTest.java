package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private record Entry(long time, long value) {}

    @Test
    void slidingWindowEqualsAListThatKeepsEverything() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int window = 1 + random.nextInt(50);
            SlidingSeries series = new SlidingSeries(window);
            List<Entry> all = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 60; i++) {
                Entry entry = new Entry(Math.max(0, now + random.nextInt(30) - 10), random.nextInt(9) - 4);
                now = Math.max(now, entry.time());
                series.add(entry.time(), entry.value());
                all.add(entry);
                series.prune(now);
                compare(series, all, window, now + random.nextInt(60), seed);
            }
        }
    }

    private static void compare(SlidingSeries series, List<Entry> all, long window, long at, long seed) {
        List<Entry> inside = all.stream()
                .filter(e -> e.time() <= at && e.time() > at - window)
                .sorted(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::value))
                .toList();
        assertThat(series.count(at)).as("seed %d at %d", seed, at).isEqualTo(inside.size());
        assertThat(series.sum(at))
                .isEqualTo(inside.stream().mapToLong(Entry::value).sum());
        if (inside.isEmpty()) {
            assertThat(series.firstTime(at)).isEqualTo(Series.NONE);
            assertThat(series.lastTime(at)).isEqualTo(Series.NONE);
        } else {
            Entry first = inside.get(0);
            Entry last = inside.get(inside.size() - 1);
            assertThat(series.firstTime(at)).isEqualTo(first.time());
            assertThat(series.firstValue(at)).isEqualTo(first.value());
            assertThat(series.lastTime(at)).isEqualTo(last.time());
            assertThat(series.lastValue(at)).isEqualTo(last.value());
            assertThat(series.nextChange(at)).isLessThanOrEqualTo(first.time() + window);
        }
    }

    @Test
    void windowIsOpenAtItsBeginningAndClosedAtItsEnd() {
        SlidingSeries series = new SlidingSeries(10);
        series.add(100, 1);
        assertThat(series.count(99)).isZero();
        assertThat(series.count(100)).isEqualTo(1);
        assertThat(series.count(109)).isEqualTo(1);
        assertThat(series.count(110)).isZero();
        assertThat(series.nextChange(99)).isEqualTo(100);
        assertThat(series.nextChange(100)).isEqualTo(110);
        assertThat(series.nextChange(110)).isEqualTo(Series.NEVER);
    }

    @Test
    void sumsSaturateInsteadOfOverflowing() {
        LifetimeSeries series = new LifetimeSeries();
        series.add(1, Long.MAX_VALUE);
        series.add(2, 1);
        assertThat(series.sum(2)).isEqualTo(Long.MAX_VALUE);
        SlidingSeries sliding = new SlidingSeries(10);
        sliding.add(1, Long.MIN_VALUE);
        sliding.add(2, -1);
        assertThat(sliding.sum(2)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void lifetimeDoesNotDependOnTheOrderOfArrival() {
        LifetimeSeries one = new LifetimeSeries();
        one.add(1, 5);
        one.add(1, 3);
        one.add(9, 4);
        LifetimeSeries other = new LifetimeSeries();
        other.add(9, 4);
        other.add(1, 3);
        other.add(1, 5);
        assertThat(one).usingRecursiveComparison().isEqualTo(other);
        assertThat(one.firstValue(9)).isEqualTo(3);
        assertThat(one.lastTime(9)).isEqualTo(9);
    }
}
