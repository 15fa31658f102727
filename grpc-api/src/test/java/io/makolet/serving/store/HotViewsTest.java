package io.makolet.serving.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.serving.view.PackedView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotViewsTest {

    @TempDir
    Path directory;

    @Test
    void keepsWhoIsAskedForAgain() {
        HotViews hot = new HotViews(0);
        byte[] key = utf8("dana");
        int hash = HotViews.hash(key);
        hot.offer(key, hash, new byte[] {1, 2, 3}, 2, hot.writes(hash));
        assertThat(hot.find(key, hash)).as("asked for once").isNull();
        hot.offer(key, hash, new byte[] {1, 2, 3}, 2, hot.writes(hash));
        assertThat(hot.find(key, hash)).containsExactly(1, 2);
        hot.drop(key);
        assertThat(hot.find(key, hash)).isNull();
    }

    @Test
    void passesOverWhatWasReadBeforeAWrite() {
        HotViews hot = new HotViews(0);
        byte[] key = utf8("dana");
        int hash = HotViews.hash(key);
        long before = hot.writes(hash);
        hot.drop(key);
        hot.offer(key, hash, new byte[] {1}, 1, before);
        hot.offer(key, hash, new byte[] {1}, 1, before);
        assertThat(hot.find(key, hash)).isNull();
    }

    /** Against a map, with few places, so that customers share them. */
    @Test
    void findsWhatAMapFinds() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            HotViews hot = new HotViews(0);
            Map<String, byte[]> stored = new HashMap<>();
            int found = 0;
            for (int step = 0; step < 20_000; step++) {
                String id = "c" + random.nextInt(1 << random.nextInt(12));
                byte[] key = utf8(id);
                int hash = HotViews.hash(key);
                if (random.nextInt(10) == 0) {
                    stored.put(id, new byte[] {(byte) step, (byte) (step >> 8)});
                    hot.drop(key);
                } else if (stored.containsKey(id)) {
                    byte[] known = hot.find(key, hash);
                    byte[] expected = stored.get(id);
                    if (known == null) {
                        hot.offer(key, hash, expected, expected.length, hot.writes(hash));
                    } else {
                        found++;
                        assertThat(known)
                                .as("seed %d, step %d, %s", seed, step, id)
                                .isEqualTo(expected);
                    }
                }
            }
            assertThat(found).as("seed %d", seed).isPositive();
        }
    }

    /** Whoever reads after a write has ended reads what it wrote, or something newer. */
    @Test
    void noReaderGoesBack() throws Exception {
        int customers = 8;
        AtomicLongArray written = new AtomicLongArray(customers);
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ViewStore store = StoredViews.fresh(directory)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                int seed = reader;
                readers.add(threads.submit(() -> {
                    Random random = new Random(seed);
                    long reads = 0;
                    while (!end.get()) {
                        int customer = random.nextInt(customers);
                        long least = written.get(customer);
                        PackedView view = store.find(utf8("c" + customer));
                        long applied = view == null ? 0 : view.version().applied();
                        if (applied < least) {
                            throw new AssertionError("customer " + customer + " at " + applied + " after " + least);
                        }
                        reads++;
                    }
                    return reads;
                }));
            }
            Random random = new Random(9);
            for (long applied = 1; applied <= 20_000; applied++) {
                int customer = random.nextInt(customers);
                StoreBatch batch = store.batch();
                batch.put(utf8("c" + customer), StoredViews.view(new Version(0, applied, 1, 0)));
                store.write(batch);
                written.set(customer, applied);
            }
            end.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            end.set(true);
            threads.shutdownNow();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
