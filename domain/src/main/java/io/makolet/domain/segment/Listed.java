package io.makolet.domain.segment;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is on a list. */
record Listed(int slot, Set<String> ids) implements Node {

    Listed(int slot, Condition.Listed condition) {
        this(slot, Set.copyOf(condition.ids()));
    }

    @Override
    public Future compute(Outlook outlook) {
        return Future.always(Truth.of(ids.contains(outlook.facts().customerId())));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return null;
    }
}
