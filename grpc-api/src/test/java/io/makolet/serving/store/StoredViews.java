package io.makolet.serving.store;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.serving.view.RandomViews;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What tests of a {@link ViewStore} put in and look at. */
public final class StoredViews {

    static final LogIdentity LOG = new LogIdentity("cluster", "topic", 2);

    private StoredViews() {}

    /** All packed views of a store that nobody has open, by customer. */
    public static Map<String, List<Byte>> of(Path directory) {
        Map<String, List<Byte>> result = new HashMap<>();
        try (ViewStore store = ViewStore.open(directory)) {
            store.forEachView((key, value) -> {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : value) {
                    bytes.add(b);
                }
                result.put(new String(key, StandardCharsets.UTF_8), bytes);
            });
        }
        return result;
    }

    /** An empty store of {@link #LOG}. */
    static ViewStore fresh(Path directory) {
        ViewStore store = ViewStore.open(directory);
        store.rebuildFor(LOG);
        return store;
    }

    /** Writes a view in a batch of its own; false if a greater one is there. */
    static boolean put(ViewStore store, String id, Version version) {
        StoreBatch batch = store.batch();
        boolean applied = batch.put(utf8(id), view(version));
        store.write(batch);
        return applied;
    }

    static Version versionOf(ViewStore store, String id) {
        return Objects.requireNonNull(store.find(utf8(id))).version();
    }

    static CustomerView view(Version version) {
        return withVersion(new RandomViews(7).next("c", 9, 9), version);
    }

    static CustomerView withVersion(CustomerView view, Version version) {
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

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
