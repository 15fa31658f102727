package io.makolet.serving.store;

import static io.makolet.serving.store.StoredViews.LOG;
import static io.makolet.serving.store.StoredViews.fresh;
import static io.makolet.serving.store.StoredViews.put;
import static io.makolet.serving.store.StoredViews.utf8;
import static io.makolet.serving.store.StoredViews.versionOf;
import static io.makolet.serving.store.StoredViews.view;
import static io.makolet.serving.store.StoredViews.withVersion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.serving.view.PackedView;
import io.makolet.serving.view.RandomViews;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewStoreTest {

    @TempDir
    Path directory;

    @Test
    void keepsTheGreatestVersion() {
        try (ViewStore store = fresh(directory)) {
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
        try (ViewStore store = fresh(directory)) {
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
        try (ViewStore store = fresh(directory)) {
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
        try (ViewStore store = fresh(directory)) {
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
        try (ViewStore store = ViewStore.open(directory)) {
            assertThat(put(store, "dana", new Version(6, 9, 9, 9))).isFalse();
            assertThat(put(store, "dana", new Version(7, 1, 1, 0))).isTrue();
        }
    }

    @Test
    void writesViewsAndOffsetsTogetherAndFindsThemAgain() {
        PartitionState state = PartitionState.START.at(42).withProgress(1, 0, 1, 1_000);
        try (ViewStore store = fresh(directory)) {
            StoreBatch batch = store.batch();
            batch.put(utf8("dana"), view(new Version(0, 5, 1, 0)));
            batch.setPartition(1, state);
            batch.setReadAt(99);
            batch.setCopy("definitions", utf8("segment/a"), utf8("bytes"));
            store.write(batch);
        }
        try (ViewStore store = ViewStore.open(directory)) {
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
        try (ViewStore store = fresh(directory)) {
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
        try (ViewStore store = fresh(directory)) {
            assertThatThrownBy(() -> store.batch().put(utf8("\0format"), view(new Version(0, 1, 1, 0))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.batch().delete(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listsNothingButCustomers() {
        try (ViewStore store = fresh(directory)) {
            put(store, "b", new Version(0, 1, 1, 0));
            put(store, "א", new Version(0, 1, 1, 0));
            List<String> keys = new ArrayList<>();
            store.forEachView((key, value) -> keys.add(new String(key, StandardCharsets.UTF_8)));
            assertThat(keys).containsExactly("b", "א");
        }
    }

    @Test
    void givesTheSameBytesWhateverOrderViewsCameIn() {
        Map<String, byte[]> one = bytesAfter(directory.resolve("one"), 1, 2, 3, 3);
        Map<String, byte[]> other = bytesAfter(directory.resolve("other"), 3, 1, 2);
        assertThat(one.get("dana")).isNotNull().isEqualTo(other.get("dana"));
    }

    private static Map<String, byte[]> bytesAfter(Path directory, long... applied) {
        Map<String, byte[]> result = new HashMap<>();
        try (ViewStore store = ViewStore.open(directory)) {
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
}
