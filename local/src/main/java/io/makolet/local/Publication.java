package io.makolet.local;

import io.makolet.definitions.Draft;
import io.makolet.domain.definition.Definition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What publishing a folder comes to: which definitions get a new version, and which are as they were.
 *
 * <p>A definition keeps its index for ever, also when it was retired and comes back; an index is never given twice.
 *
 * @param changed to be published, in an order in which each comes after those it refers to
 * @param unchanged how many are published already just as they are
 */
record Publication(List<Definition> changed, int unchanged) {

    Publication {
        changed = List.copyOf(changed);
    }

    /**
     * Compares drafts with what is published.
     *
     * @param now milliseconds since the epoch, UTC
     */
    static Publication of(List<Draft> drafts, DefinitionLog published, long now) {
        Map<String, Integer> highest = new HashMap<>(published.highestIndex());
        List<Definition> changed = new ArrayList<>();
        for (Draft draft : drafts) {
            Optional<Definition> before = published.find(draft.key());
            if (before.isPresent() && isSame(draft, before.get())) {
                continue;
            }
            int index = before.map(Definition::index)
                    .orElseGet(() -> highest.merge(draft.body().kind(), 0, (known, none) -> known + 1));
            int version = before.map(Definition::version).orElse(0) + 1;
            changed.add(draft.publish(version, index, Definition.Status.LIVE, now));
        }
        return new Publication(changed, drafts.size() - changed.size());
    }

    private static boolean isSame(Draft draft, Definition before) {
        return before.status() != Definition.Status.RETIRED
                && before.body().equals(draft.body())
                && before.owner().equals(draft.owner())
                && before.title().equals(draft.title());
    }
}
