package io.makolet.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills of all processes, one after the other, at moments that differ. */
@Tag("faults")
class TwentyKillsIT {

    private static final int KILLS = 20;
    private static final long SEED = 20;
    private static final int MOST_VIEWS_BEFORE_A_KILL = 250;
    private static final LocalDateTime FIRST = LocalDateTime.parse("2010-12-01T00:00:00");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void transitionsEqualTheFoldAfterTwentyKills() throws Exception {
        String last = Shop.ONLINE_RETAIL.reference().lastInstant();
        SplittableRandom random = new SplittableRandom(SEED);
        Duration step = Duration.between(FIRST, LocalDateTime.parse(last)).dividedBy(KILLS);
        try (ReplayedShop shop = ReplayedShop.open(Shop.ONLINE_RETAIL, folder.resolve("home"))) {
            for (int kill = 1; kill < KILLS; kill++) {
                String until = FIRST.plus(step.multipliedBy(kill)).toString();
                shop.replayThroughKill(until, random.nextInt(1, MOST_VIEWS_BEFORE_A_KILL), "--duplicates", "0.02");
            }
            shop.replayThroughKill(last, random.nextInt(1, MOST_VIEWS_BEFORE_A_KILL), "--duplicates", "0.02");
            shop.compareWithReference(last);
            shop.compareTransitionsWithFold(last);
        }
    }
}
