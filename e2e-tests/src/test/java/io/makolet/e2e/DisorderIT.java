package io.makolet.e2e;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events that come up to an hour late and in any order, some of them twice, while everything is killed and started again
 * with another number of tasks: the memberships equal the reference all the same.
 */
@Tag("faults")
class DisorderIT {

    private static final long VIEWS_BEFORE_A_KILL = 200;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void membershipsEqualTheReference(Shop shop) throws Exception {
        try (ReplayedShop replayed = ReplayedShop.open(shop, folder.resolve("home"))) {
            List<String> instants = shop.reference().instants();
            for (int i = 0; i < instants.size(); i++) {
                String[] disorder = {"--shuffle", "1h", "--duplicates", "0.02", "--seed", Integer.toString(i)};
                if (i == 1) {
                    replayed.restartWith("--parallelism", "2");
                }
                if (i == 1 || shop == Shop.ONLINE_RETAIL) {
                    replayed.replayThroughKill(instants.get(i), VIEWS_BEFORE_A_KILL, disorder);
                } else {
                    replayed.replay(instants.get(i), disorder);
                }
                replayed.compareWithReference(instants.get(i));
            }
        }
    }
}
