package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The engine against the oracle on random cases; by hand for as long as one likes. */
class OracleTest {

    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

    /** Of all workers together: a minute by default, two in CI. */
    private static final long SECONDS = Long.getLong("makolet.oracle.seconds", 60);

    private static final long FEWEST_CASES = 200;

    @Test
    void equalsTheOracleOnRandomDefinitionsAndHistories() throws Exception {
        assertThat(search(1, SECONDS, FEWEST_CASES)).isGreaterThanOrEqualTo(FEWEST_CASES);
    }

    /**
     * Compares for as long as told, from a seed on, and shrinks what fails.
     *
     * @param args {@code --seed N} and {@code --minutes N} of one processor; 1 and 10 where they are missing
     */
    public static void main(String[] args) throws Exception {
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

    /** How many cases were compared, by all workers in so many seconds together, and not fewer than told. */
    private static long search(long firstSeed, long seconds, long fewest) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000 / WORKERS;
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<Long>> searches = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                long first = firstSeed + worker;
                searches.add(() -> compare(first, end, (fewest + WORKERS - 1) / WORKERS));
            }
            long cases = 0;
            for (Future<Long> compared : workers.invokeAll(searches)) {
                cases += compared.get();
            }
            return cases;
        } finally {
            workers.shutdownNow();
        }
    }

    private static long compare(long firstSeed, long end, long fewest) {
        long cases = 0;
        for (long seed = firstSeed; System.nanoTime() < end || cases < fewest; seed += WORKERS) {
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
            cases++;
        }
        return cases;
    }

    /** Dropping a definition that others refer to fails too, but says nothing. */
    private static boolean isSame(Throwable one, Throwable other) {
        return one.getClass() == other.getClass();
    }
}
