package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For a while after an event that came after a silence.
 *
 * @param events those in which the silence and what followed can be seen
 * @param first time of the first event of all: what follows no other ends no silence
 */
record Gap(int slot, AggregatePlan events, Dial first, long atLeast, long over) implements Node {

    @Override
    public List<Long> kept() {
        return List.of(events.id(), first.aggregate().id());
    }

    @Override
    public String source() {
        return "gap|" + events.id() + "|" + first.name() + "|" + atLeast + "|" + over;
    }

    /** Time of the latest event that ended a silence, while it counts; else {@link Series#NONE}. */
    long latestEnd(Outlook outlook) {
        Curve life = outlook.curve(first);
        if (!life.isKnown(0) || !(outlook.facts().series().get(events.id()) instanceof EventSeries series)) {
            return Series.NONE;
        }
        long edge = Series.addSaturating(outlook.at(), -(atLeast + over));
        long end = series.latestAfterGap(atLeast, edge, life.numerator(0));
        return end != Series.NONE && outlook.at() - end < over ? end : Series.NONE;
    }

    @Override
    public Future compute(Outlook outlook) {
        long end = latestEnd(outlook);
        if (end == Series.NONE) {
            return Future.FALSE;
        }
        Future.Builder future = outlook.builder().begin(Truth.TRUE);
        future.add(Series.addSaturating(end, over), Truth.FALSE);
        return future.build();
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return null;
    }
}
