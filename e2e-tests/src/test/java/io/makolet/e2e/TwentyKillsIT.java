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
    private static final String LAST = Reference.INSTANTS.get(Reference.INSTANTS.size() - 1);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void transitionsEqualTheFoldAfterTwentyKills() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Duration step = Duration.between(FIRST, LocalDateTime.parse(LAST)).dividedBy(KILLS);
        try (ReplayedShop shop = ReplayedShop.open(folder.resolve("home"))) {
            for (int kill = 1; kill < KILLS; kill++) {
                String until = FIRST.plus(step.multipliedBy(kill)).toString();
                shop.replayThroughKill(until, random.nextInt(1, MOST_VIEWS_BEFORE_A_KILL), "--duplicates", "0.02");
            }
            shop.replayThroughKill(LAST, random.nextInt(1, MOST_VIEWS_BEFORE_A_KILL), "--duplicates", "0.02");
            shop.compareWithReference(LAST);
            shop.compareTransitionsWithFold(LAST);
        }
    }
}
