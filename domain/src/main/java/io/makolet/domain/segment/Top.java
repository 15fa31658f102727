package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Are at least {@code min} of some values among the first {@code k} of those that the customer is drawn to? Time alone never
 * changes it.
 *
 * @param values the values, as affinities know them
 */
record Top(int slot, AggregatePlan affinities, List<Long> values, int k, int min) implements Node {

    static Top of(int slot, AggregatePlan affinities, Condition.Top top) {
        List<Long> values = top.is().stream().map(ValueHash::identity).toList();
        return new Top(slot, affinities, values, top.k(), top.min());
    }

    @Override
    public List<Long> kept() {
        return List.of(affinities.id());
    }

    @Override
    public String source() {
        return "top|" + affinities.id() + "|" + values + "|" + k + "|" + min;
    }

    /** How many of the values are among the first. */
    int among(Outlook outlook) {
        return outlook.facts().series().get(affinities.id()) instanceof AffinitySeries series
                ? series.amongFirst(k, values)
                : 0;
    }

    @Override
    public Future compute(Outlook outlook) {
        return Future.always(Truth.of(among(outlook) >= min));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return null;
    }
}
