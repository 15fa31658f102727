package io.makolet.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.local.replay.RecordedLog;
import io.makolet.local.replay.SteppingClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {

    private static final long START = 1_000_000;

    private final RecordedLog log = new RecordedLog();
    private final SteppingClock clock = new SteppingClock(0);

    private long run(boolean heartbeats) {
        Shoppers shoppers = new Shoppers(List.of(new Shopper("anna", 3, 100_000_000L, "United Kingdom")));
        Catalogue catalogue = new Catalogue(List.of(new Catalogue.Product("P1", "kitchen", 2_950_000L)));
        Traffic traffic = new Traffic(shoppers, catalogue, START, 2, 5);
        long end = Duration.ofMinutes(5).toNanos();
        return new LiveTraffic(traffic, log, clock, START, heartbeats)
                .run(() -> clock.nanos() >= end, (event, due) -> {});
    }

    @Test
    void sendsEachEventWhenItsTimeHasCome() {
        long sent = run(true);

        assertThat(sent).isGreaterThan(500).isEqualTo(log.events().size());
        assertThat(log.events().get(log.events().size() - 1).time())
                .isLessThanOrEqualTo(START + Duration.ofMinutes(5).toMillis());
    }

    @Test
    void movesTheLogsClockTenTimesASecondAndNeverPastWhatIsToCome() {
        run(true);

        long reached = Long.MIN_VALUE;
        for (RecordedLog.Entry entry : log.entries) {
            if (entry.event() == null) {
                reached = entry.time();
            } else {
                assertThat(entry.time()).isGreaterThan(reached);
            }
        }
        assertThat(log.heartbeats()).hasSizeBetween(2900, 3002).isSorted();
        assertThat(log.entries.stream().filter(entry -> entry.event() == null && !entry.more()))
                .containsExactly(log.entries.get(log.entries.size() - 1));
    }

    @Test
    void sendsNoHeartbeatsUnderTheClockOfTheWall() {
        run(false);

        assertThat(log.heartbeats()).isEmpty();
    }
}
