package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.LastN;
import io.makolet.domain.segment.Window.Lifetime;
import io.makolet.domain.segment.Window.Sliding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Series that were kept apart and are put together, against one that took all events; far more than are kept singly. */
class SeriesUnionTest {

    private static final long DAY = 24L * 60 * 60 * 1000;

    private static final List<Window> WINDOWS = List.of(
            new LastN(5), new Sliding(30 * DAY), new Sliding(100), new Calendar(Window.Period.MONTH), new Lifetime());

    @Test
    void keepsOfEventsWhatOneSeriesWouldKeep() {
        for (Window window : WINDOWS) {
            compare(EventSeries::new, Retention.of(window), true);
        }
    }

    @Test
    void keepsOfALifeWhatOneSeriesWouldKeep() {
        compare(() -> new LifetimeSeries(true), Retention.of(new Lifetime()), false);
        compare(() -> new LifetimeSeries(false), Retention.of(new Lifetime()), false);
    }

    @Test
    void keepsOfValuesWhatOneSeriesWouldKeep() {
        compare(DistinctSeries::new, Retention.of(new Lifetime()), true);
    }

    private static void compare(Supplier<Series> empty, Retention retention, boolean cut) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Series whole = empty.get();
            List<Series> parts = List.of(empty.get(), empty.get(), empty.get());
            int events = random.nextInt(900);
            for (int i = 0; i < events; i++) {
                long time = random.nextInt(3) == 0 ? i * DAY / 4 : (long) (random.nextDouble() * 60 * DAY);
                Series part = parts.get(random.nextInt(parts.size()));
                if (cut && random.nextInt(400) == 0) {
                    whole.since(time / 2);
                    part.since(time / 2);
                }
                long value = random.nextInt(50) == 0 ? Long.MAX_VALUE - 3 : random.nextInt(300) - 100;
                whole.add(time, value, retention);
                part.add(time, value, retention);
            }
            Series union = empty.get();
            parts.stream().filter(part -> !part.isEmpty()).forEach(part -> union.addAll(part, retention));
            assertThat(stored(union)).as("seed %d, %s", seed, retention).isEqualTo(stored(whole));
        }
    }

    private static List<Long> stored(Series series) {
        List<Long> numbers = new ArrayList<>();
        series.store(numbers::add);
        return numbers;
    }
}
