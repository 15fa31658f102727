package io.makolet.serving.store;

import static io.makolet.serving.store.StoredViews.LOG;
import static io.makolet.serving.store.StoredViews.fresh;
import static io.makolet.serving.store.StoredViews.put;
import static io.makolet.serving.store.StoredViews.utf8;
import static io.makolet.serving.store.StoredViews.versionOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.serving.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What is damaged, of something else or on a full disk. */
class DamagedStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void startsAgainForAnotherLog() {
        try (ViewStore store = fresh(directory)) {
            put(store, "dana", new Version(0, 5, 1, 0));
            LogIdentity other = new LogIdentity("cluster", "other", 3);
            store.rebuildFor(other);
            assertThat(store.find(utf8("dana"))).isNull();
            assertThat(store.customers()).isZero();
            assertThat(store.identity()).contains(other);
            assertThat(store.partitionCount()).isEqualTo(3);
        }
    }

    @Test
    void throwsAwayAnotherFormat() throws RocksDBException {
        try (ViewStore store = fresh(directory)) {
            put(store, "dana", new Version(0, 5, 1, 0));
        }
        try (Database database = new Database(directory)) {
            database.put(StoreKeys.FORMAT, new byte[] {0});
        }
        try (ViewStore store = ViewStore.open(directory)) {
            assertThat(store.find(utf8("dana"))).isNull();
            assertThat(store.identity()).isEmpty();
            assertThat(put(store, "dana", new Version(0, 1, 1, 0))).isTrue();
        }
    }

    @Test
    void throwsAwayWhatIsDamaged() throws IOException {
        for (String damaged : List.of("CURRENT", "MANIFEST-", ".sst")) {
            try (ViewStore store = fresh(directory)) {
                put(store, "dana", new Version(0, 5, 1, 0));
            }
            Path file = fileNamed(damaged);
            byte[] bytes = new byte[(int) Files.size(file)];
            new Random(1).nextBytes(bytes);
            Files.write(file, bytes);
            try (ViewStore store = ViewStore.open(directory)) {
                assertThat(store.identity()).as(damaged).isEmpty();
                assertThat(store.find(utf8("dana"))).as(damaged).isNull();
            }
        }
    }

    @Test
    void throwsAwayWhatIsIncomplete() throws IOException {
        for (String lost : List.of("CURRENT", "MANIFEST-", ".sst")) {
            try (ViewStore store = fresh(directory)) {
                put(store, "dana", new Version(0, 5, 1, 0));
            }
            Files.delete(fileNamed(lost));
            try (ViewStore store = ViewStore.open(directory)) {
                assertThat(store.identity()).as(lost).isEmpty();
                assertThat(store.find(utf8("dana"))).as(lost).isNull();
            }
        }
    }

    @Test
    void noticesDamageWhenItReads() throws IOException {
        try (ViewStore store = fresh(directory)) {
            for (int i = 0; i < 200; i++) {
                put(store, "customer-" + i, new Version(0, 5, 1, 0));
            }
        }
        Path table = fileNamed(".sst");
        byte[] bytes = Files.readAllBytes(table);
        Arrays.fill(bytes, 5_000, 9_000, (byte) 0x55);
        Files.write(table, bytes);
        try (ViewStore store = ViewStore.open(directory)) {
            assertThatThrownBy(() -> store.forEachView((key, value) -> {}))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
            assertThat(store.damaged()).isTrue();
            store.rebuildFor(LOG);
            assertThat(store.damaged()).isFalse();
        }
    }

    @Test
    void doesNotTakeAStoreThatIsInUse() {
        try (ViewStore store = fresh(directory)) {
            put(store, "dana", new Version(0, 5, 1, 0));
            assertThatThrownBy(() -> ViewStore.open(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("lock");
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(0, 5, 1, 0));
        }
    }

    @Test
    void readsOnWhileTheDiskIsFullAndWritesAgainWhenItIsNot() throws IOException {
        try (ViewStore store = fresh(directory)) {
            put(store, "dana", new Version(0, 5, 1, 0));
            AtomicLong applied = new AtomicLong(5);
            try (FullDisk full = new FullDisk(directory)) {
                await().atMost(PATIENCE).until(() -> {
                    full.stayFull();
                    return failsForWantOfSpace(() -> {
                        store.flush();
                        put(store, "dana", new Version(0, applied.incrementAndGet(), 1, 0));
                    });
                });
                assertThat(versionOf(store, "dana").applied()).isGreaterThanOrEqualTo(5);
            }
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(e -> e instanceof StoreException failure && failure.kind() == Kind.BUSY)
                    .until(() -> put(store, "noa", new Version(0, 1, 1, 0)));
        }
        try (ViewStore store = ViewStore.open(directory)) {
            assertThat(versionOf(store, "dana").applied()).isGreaterThanOrEqualTo(5);
            assertThat(versionOf(store, "noa").applied()).isEqualTo(1);
        }
    }

    @Test
    void closesWhileTheDiskIsFull() throws IOException {
        try (ViewStore store = fresh(directory)) {
            put(store, "dana", new Version(0, 5, 1, 0));
        }
        ViewStore store = ViewStore.open(directory);
        try (FullDisk full = new FullDisk(directory)) {
            put(store, "dana", new Version(0, 6, 1, 0));
            full.stayFull();
            store.close();
        }
        try (ViewStore again = ViewStore.open(directory)) {
            assertThat(again.identity()).contains(LOG);
            assertThat(versionOf(again, "dana").applied()).isEqualTo(5);
        }
    }

    private static boolean failsForWantOfSpace(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.BUSY);
            return true;
        }
    }

    private Path fileNamed(String part) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().contains(part))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
