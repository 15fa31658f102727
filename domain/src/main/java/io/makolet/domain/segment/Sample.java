package io.makolet.domain.segment;

import org.jspecify.annotations.Nullable;

/** A share of the customers, by a hash of their ids. */
record Sample(int slot, Condition.Sample condition) implements Node {

    @Override
    public Future compute(Outlook outlook) {
        int hash = SampleHash.of(condition.salt(), outlook.facts().customerId());
        return Future.always(Truth.of(hash < condition.hundredths()));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return null;
    }
}
