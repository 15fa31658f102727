package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shop's half year through the real parts: the memberships equal the reference exactly. */
class OnlineRetailIT {

    private static final long VIEWS_BEFORE_A_KILL = 300;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void membershipsEqualTheReferenceAtEveryInstant() throws Exception {
        try (ReplayedShop shop = ReplayedShop.open(Shop.ONLINE_RETAIL, folder.resolve("home"))) {
            for (String instant : Shop.ONLINE_RETAIL.reference().instants()) {
                assertThat(shop.replay(instant).path("rows").asInt()).isPositive();
                shop.compareWithReference(instant);
            }
            shop.compareTransitionsWithFold(Shop.ONLINE_RETAIL.reference().lastInstant());
        }
    }

    @Tag("faults")
    @Test
    void membershipsEqualTheReferenceWithDuplicatesAndAfterThreeKills() throws Exception {
        try (ReplayedShop shop = ReplayedShop.open(Shop.ONLINE_RETAIL, folder.resolve("home"))) {
            for (String instant : Shop.ONLINE_RETAIL.reference().instants()) {
                shop.replayThroughKill(instant, VIEWS_BEFORE_A_KILL, "--duplicates", "0.02");
                shop.compareWithReference(instant);
            }
            shop.compareTransitionsWithFold(Shop.ONLINE_RETAIL.reference().lastInstant());
        }
    }
}
