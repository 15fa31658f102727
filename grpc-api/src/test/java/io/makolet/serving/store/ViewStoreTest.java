package io.makolet.serving.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.serving.store.StoreException.Kind;
import io.makolet.serving.view.PackedView;
import io.makolet.serving.view.RandomViews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class ViewStoreTest {

    private static final LogIdentity LOG = new LogIdentity("cluster", "topic", 2);
    private static final long CACHE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void keepsTheGreatestVersion() {
        try (ViewStore store = fresh()) {
            assertThat(put(store, "dana", new Version(0, 5, 1, 0))).isTrue();
            assertThat(put(store, "dana", new Version(0, 4, 9, 9))).isFalse();
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(0, 5, 1, 0));
            assertThat(put(store, "dana", new Version(0, 5, 2, 0))).isTrue();
            assertThat(put(store, "dana", new Version(1, 0, 0, 0))).isTrue();
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(1, 0, 0, 0));
            assertThat(store.customers()).isEqualTo(1);
        }
    }

    @Test
    void comparesVersionsWithinABatch() {
        try (ViewStore store = fresh()) {
            StoreBatch batch = store.batch();
            assertThat(batch.put(utf8("dana"), view(new Version(0, 5, 1, 0)))).isTrue();
            assertThat(batch.put(utf8("dana"), view(new Version(0, 4, 1, 0)))).isFalse();
            batch.delete(utf8("dana"));
            assertThat(batch.put(utf8("dana"), view(new Version(0, 3, 1, 0)))).isTrue();
            store.write(batch);
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(0, 3, 1, 0));
            assertThat(store.customers()).isEqualTo(1);
        }
    }

    @Test
    void forgetsADeletedCustomer() {
        try (ViewStore store = fresh()) {
            put(store, "dana", new Version(0, 5, 1, 0));
            StoreBatch batch = store.batch();
            batch.delete(utf8("dana"));
            batch.delete(utf8("nobody"));
            store.write(batch);
            assertThat(store.find(utf8("dana"))).isNull();
            assertThat(store.customers()).isZero();
        }
    }

    @Test
    void passesOverViewsOfAForgottenEraWheneverTheyCome() {
        Version before = new Version(0, 5, 1, 0);
        try (ViewStore store = fresh()) {
            put(store, "dana", before);
            put(store, "erez", new Version(7, 1, 1, 0));
            StoreBatch batch = store.batch();
            assertThat(batch.forget(utf8("dana"), 7)).isTrue();
            assertThat(batch.forget(utf8("dana"), 6)).isFalse();
            assertThat(batch.forget(utf8("erez"), 7)).as("of a later era").isFalse();
            assertThat(batch.put(utf8("dana"), view(before))).isFalse();
            store.write(batch);

            assertThat(store.find(utf8("dana"))).isNull();
            assertThat(store.customers()).isEqualTo(1);
            assertThat(put(store, "dana", before)).isFalse();
        }
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
            assertThat(put(store, "dana", new Version(6, 9, 9, 9))).isFalse();
            assertThat(put(store, "dana", new Version(7, 1, 1, 0))).isTrue();
        }
    }

    @Test
    void writesViewsAndOffsetsTogetherAndFindsThemAgain() {
        PartitionState state = PartitionState.START.at(42).withProgress(1, 0, 1, 1_000);
        try (ViewStore store = fresh()) {
            StoreBatch batch = store.batch();
            batch.put(utf8("dana"), view(new Version(0, 5, 1, 0)));
            batch.setPartition(1, state);
            batch.setReadAt(99);
            batch.setCopy("definitions", utf8("segment/a"), utf8("bytes"));
            store.write(batch);
        }
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(0, 5, 1, 0));
            assertThat(store.identity()).contains(LOG);
            assertThat(store.partition(0)).isEqualTo(PartitionState.START);
            assertThat(store.partition(1)).isEqualTo(state);
            assertThat(store.readAt()).contains(99L);
            assertThat(store.customers()).isEqualTo(1);
            store.forEachCopy("definitions", (key, value) -> {
                assertThat(key).isEqualTo(utf8("segment/a"));
                assertThat(value).isEqualTo(utf8("bytes"));
            });
        }
    }

    @Test
    void readsAViewThatIsLargerThanItsBuffer() {
        try (ViewStore store = fresh()) {
            CustomerView large = new RandomViews(3).next("dana", 20_000, 20_000);
            StoreBatch batch = store.batch();
            batch.put(utf8("dana"), large);
            store.write(batch);
            PackedView found = Objects.requireNonNull(store.find(utf8("dana")));
            assertThat(found.unpack("dana")).isEqualTo(large);
        }
    }

    @Test
    void keepsNoCustomerUnderItsOwnKeys() {
        try (ViewStore store = fresh()) {
            assertThatThrownBy(() -> store.batch().put(utf8("\0format"), view(new Version(0, 1, 1, 0))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.batch().delete(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listsNothingButCustomers() {
        try (ViewStore store = fresh()) {
            put(store, "b", new Version(0, 1, 1, 0));
            put(store, "א", new Version(0, 1, 1, 0));
            List<String> keys = new ArrayList<>();
            store.forEachView((key, value) -> keys.add(new String(key, StandardCharsets.UTF_8)));
            assertThat(keys).containsExactly("b", "א");
        }
    }

    @Test
    void startsAgainForAnotherLog() {
        try (ViewStore store = fresh()) {
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
        try (ViewStore store = fresh()) {
            put(store, "dana", new Version(0, 5, 1, 0));
        }
        try (Database database = new Database(directory, CACHE)) {
            database.put(StoreKeys.FORMAT, new byte[] {0});
        }
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
            assertThat(store.find(utf8("dana"))).isNull();
            assertThat(store.identity()).isEmpty();
            assertThat(put(store, "dana", new Version(0, 1, 1, 0))).isTrue();
        }
    }

    @Test
    void throwsAwayWhatIsDamaged() throws IOException {
        for (String damaged : List.of("CURRENT", "MANIFEST-", ".sst")) {
            try (ViewStore store = fresh()) {
                put(store, "dana", new Version(0, 5, 1, 0));
            }
            Path file = fileNamed(damaged);
            byte[] bytes = new byte[(int) Files.size(file)];
            new Random(1).nextBytes(bytes);
            Files.write(file, bytes);
            try (ViewStore store = ViewStore.open(directory, CACHE)) {
                assertThat(store.identity()).as(damaged).isEmpty();
                assertThat(store.find(utf8("dana"))).as(damaged).isNull();
            }
        }
    }

    @Test
    void throwsAwayWhatIsIncomplete() throws IOException {
        for (String lost : List.of("CURRENT", "MANIFEST-", ".sst")) {
            try (ViewStore store = fresh()) {
                put(store, "dana", new Version(0, 5, 1, 0));
            }
            Files.delete(fileNamed(lost));
            try (ViewStore store = ViewStore.open(directory, CACHE)) {
                assertThat(store.identity()).as(lost).isEmpty();
                assertThat(store.find(utf8("dana"))).as(lost).isNull();
            }
        }
    }

    @Test
    void noticesDamageWhenItReads() throws IOException {
        try (ViewStore store = fresh()) {
            for (int i = 0; i < 200; i++) {
                put(store, "customer-" + i, new Version(0, 5, 1, 0));
            }
        }
        Path table = fileNamed(".sst");
        byte[] bytes = Files.readAllBytes(table);
        Arrays.fill(bytes, 5_000, 9_000, (byte) 0x55);
        Files.write(table, bytes);
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
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
        try (ViewStore store = fresh()) {
            put(store, "dana", new Version(0, 5, 1, 0));
            assertThatThrownBy(() -> ViewStore.open(directory, CACHE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("lock");
            assertThat(versionOf(store, "dana")).isEqualTo(new Version(0, 5, 1, 0));
        }
    }

    @Test
    void givesTheSameBytesWhateverOrderViewsCameIn() {
        Map<String, byte[]> one = bytesAfter(directory.resolve("one"), 1, 2, 3, 3);
        Map<String, byte[]> other = bytesAfter(directory.resolve("other"), 3, 1, 2);
        assertThat(one.get("dana")).isNotNull().isEqualTo(other.get("dana"));
    }

    @Test
    void readsOnWhileTheDiskIsFullAndWritesAgainWhenItIsNot() throws IOException {
        try (ViewStore store = fresh()) {
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
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
            assertThat(versionOf(store, "dana").applied()).isGreaterThanOrEqualTo(5);
            assertThat(versionOf(store, "noa").applied()).isEqualTo(1);
        }
    }

    @Test
    void closesWhileTheDiskIsFull() throws IOException {
        try (ViewStore store = fresh()) {
            put(store, "dana", new Version(0, 5, 1, 0));
        }
        ViewStore store = ViewStore.open(directory, CACHE);
        try (FullDisk full = new FullDisk(directory)) {
            put(store, "dana", new Version(0, 6, 1, 0));
            full.stayFull();
            store.close();
        }
        try (ViewStore again = ViewStore.open(directory, CACHE)) {
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

    private static Map<String, byte[]> bytesAfter(Path directory, long... applied) {
        Map<String, byte[]> result = new HashMap<>();
        try (ViewStore store = ViewStore.open(directory, CACHE)) {
            store.rebuildFor(LOG);
            for (long events : applied) {
                StoreBatch batch = store.batch();
                batch.put(
                        utf8("dana"),
                        withVersion(new RandomViews(events).next("dana", 9, 9), new Version(0, events, 1, 0)));
                store.write(batch);
            }
            store.forEachView((key, value) -> result.put(new String(key, StandardCharsets.UTF_8), value));
        }
        return result;
    }

    private ViewStore fresh() {
        ViewStore store = ViewStore.open(directory, CACHE);
        store.rebuildFor(LOG);
        return store;
    }

    private Path fileNamed(String part) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().contains(part))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean put(ViewStore store, String id, Version version) {
        StoreBatch batch = store.batch();
        boolean applied = batch.put(utf8(id), view(version));
        store.write(batch);
        return applied;
    }

    private static Version versionOf(ViewStore store, String id) {
        return Objects.requireNonNull(store.find(utf8(id))).version();
    }

    private static CustomerView view(Version version) {
        return withVersion(new RandomViews(7).next("c", 9, 9), version);
    }

    private static CustomerView withVersion(CustomerView view, Version version) {
        return new CustomerView(
                view.customerId(),
                version,
                view.asOf(),
                view.lastEventId(),
                view.lastEventTime(),
                view.memberships(),
                view.scores(),
                view.profile(),
                view.consent(),
                view.traits());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
