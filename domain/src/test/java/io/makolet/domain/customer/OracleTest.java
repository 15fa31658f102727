package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The engine against the oracle on random cases; by hand for as long as one likes. */
class OracleTest {

    private static final long SECONDS = Long.getLong("makolet.oracle.seconds", 20);
    private static final long FEWEST_CASES = 200;

    @Test
    void equalsTheOracleOnRandomDefinitionsAndHistories() {
        search(1, SECONDS, FEWEST_CASES);
    }

    /**
     * Compares for as long as told, from a seed on, and shrinks what fails.
     *
     * @param args {@code --seed N} and {@code --minutes N}; 1 and 10 where they are missing
     */
    public static void main(String[] args) {
        long seed = 1;
        long minutes = 10;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--minutes" -> minutes = Long.parseLong(args[i + 1]);
                default -> throw new IllegalArgumentException(args[i] + ", expected --seed or --minutes");
            }
        }
        System.out.println(search(seed, minutes * 60, 1) + " cases from seed " + seed + " on equal the oracle");
    }

    /** How many cases were compared. */
    private static long search(long firstSeed, long seconds, long fewest) {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        long seed = firstSeed;
        while (System.nanoTime() < end || seed - firstSeed < fewest) {
            OracleCase oracleCase = new RandomCase(seed).next();
            Optional<Throwable> failure = oracleCase.failure();
            if (failure.isPresent()) {
                OracleCase smallest = new Shrinker(c -> c.failure()
                                .filter(e -> isSame(e, failure.get()))
                                .isPresent())
                        .shrink(oracleCase);
                throw new AssertionError(
                        "seed " + seed + ", shrunk to\n" + Paste.oracleCase(smallest),
                        smallest.failure().orElse(failure.get()));
            }
            seed++;
        }
        assertThat(seed - firstSeed).isGreaterThanOrEqualTo(fewest);
        return seed - firstSeed;
    }

    /** Dropping a definition that others refer to fails too, but says nothing. */
    private static boolean isSame(Throwable one, Throwable other) {
        return one.getClass() == other.getClass();
    }
}
