package io.makolet.serving.api;

import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.view.PackedView;
import org.jspecify.annotations.Nullable;

/** Finds views, where the node may answer at all. Thread safe. */
final class ViewFinder {

    /** An id may have gone on from one person to the next before its view says so. */
    private static final int MOST_MOVES = 3;

    private final ViewStore store;
    private final Readiness readiness;

    ViewFinder(ViewStore store, Readiness readiness) {
        this.store = store;
        this.readiness = readiness;
    }

    /**
     * The view of a customer, or of the person whose id it is; null where nothing is known of them. What is there may be thrown
     * away while it is looked at, which is known afterwards.
     *
     * @param key customer id, UTF-8
     * @throws NotReadyException if the node can't answer
     */
    @Nullable
    PackedView find(byte[] key) {
        requireReady();
        PackedView view = store.find(key);
        byte[] person = view == null ? null : view.person();
        for (int moves = 0; person != null; moves++) {
            view = moves < MOST_MOVES ? store.find(person) : null;
            person = view == null ? null : view.person();
        }
        requireReady();
        return view;
    }

    /** @throws NotReadyException if the node can't answer */
    void requireReady() {
        Readiness.State state = readiness.state();
        if (!state.phase().answers()) {
            throw new NotReadyException(state.reason());
        }
    }
}
