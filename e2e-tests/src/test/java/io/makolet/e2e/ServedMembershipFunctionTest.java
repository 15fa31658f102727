package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.OracleCase;
import io.makolet.domain.customer.Paste;
import io.makolet.domain.customer.RandomCase;
import io.makolet.domain.customer.Shrinker;
import io.makolet.e2e.ServedCase.Setting;
import io.makolet.e2e.ServedCase.Tally;
import io.makolet.flink.CustomerStage;
import io.makolet.serving.tail.HandFedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client is told against the oracle, on random cases whose timers fire an hour late or never. By hand for as long
 * as one likes, from a seed on: {@code -Dmakolet.served.seconds=600 -Dmakolet.served.seed=1000}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all tests
class ServedMembershipFunctionTest {

    private static final long SECONDS = Long.getLong("makolet.served.seconds", 8);
    private static final long FIRST_SEED = Long.getLong("makolet.served.seed", 1);
    private static final long FEWEST_CASES = 20;
    private static final Duration HOUR = Duration.ofHours(1);

    /** A stage is dear to start. */
    private static final int CASES_PER_STAGE = 40;

    private static final int CACHE_BYTES = 1 << 20;

    private HandFedNode node;
    private CustomerStage still;
    private int stages = 1;
    private int casesLeft;
    private long customers;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = HandFedNode.start(folder);
        node.completeThrough(Instant.parse("2100-01-01T00:00:00Z").toEpochMilli());
        still = CustomerStage.start(CACHE_BYTES);
        casesLeft = CASES_PER_STAGE;
    }

    @AfterAll
    void stop() {
        still.close();
        node.close();
    }

    @Test
    void servesWhatTheOracleSaysAroundEveryFlip() throws Exception {
        Tally tally = new Tally();
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        long seed = FIRST_SEED;
        for (; System.nanoTime() < end || seed - FIRST_SEED < FEWEST_CASES; seed++) {
            compare(seed, tally);
        }
        assertThat(tally.expired()).as("answers too old among " + tally).isZero();
        assertThat(tally.outlived()).as("timers never fired in " + tally).isLessThan(tally.answers() / 20);
        assertThat(tally.flips()).as("flips among " + tally).isGreaterThan(FEWEST_CASES);
    }

    private void compare(long seed, Tally tally) throws Exception {
        OracleCase oracleCase = new RandomCase(seed).next();
        Setting setting = new Setting(seed % 8 == 0 ? HOUR : null, seed % 16 == 1);
        Throwable failure = failure(oracleCase, setting, tally);
        if (failure != null) {
            OracleCase smallest =
                    new Shrinker(c -> isSame(failure, failure(c, setting, new Tally()))).shrink(oracleCase);
            throw new AssertionError(
                    "seed " + seed + ", " + setting + ", shrunk to\n" + Paste.oracleCase(smallest),
                    Optional.ofNullable(failure(smallest, setting, new Tally())).orElse(failure));
        }
    }

    /** Dropping a definition that others refer to fails too, but says nothing. */
    private static boolean isSame(Throwable one, @Nullable Throwable other) {
        return other != null && one.getClass() == other.getClass();
    }

    /** What goes wrong, or null. */
    private @Nullable Throwable failure(OracleCase oracleCase, Setting setting, Tally tally) {
        try {
            if (setting.hold() == null) {
                tally.add(run(oracleCase, setting, stillStage()));
            } else {
                try (CustomerStage stage = CustomerStage.start(CACHE_BYTES)) {
                    tally.add(run(oracleCase, setting, stage));
                }
            }
            return null;
        } catch (Exception | AssertionError e) {
            casesLeft = 0;
            return e;
        }
    }

    private Tally run(OracleCase oracleCase, Setting setting, CustomerStage stage) throws Exception {
        return new ServedCase(oracleCase, setting, stage, node, "c" + customers++).run();
    }

    /** A stage whose watermark has never moved: it is good for many cases. */
    private CustomerStage stillStage() throws Exception {
        if (casesLeft == 0) {
            still.close();
            still = CustomerStage.start(stages++ % 2 == 0 ? CACHE_BYTES : 0);
            casesLeft = CASES_PER_STAGE;
        }
        casesLeft--;
        return still;
    }
}
