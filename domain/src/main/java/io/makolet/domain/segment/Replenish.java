package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instants around the one at which the next event is due, should the mean of the last gaps be the next one. */
record Replenish(int slot, Dial first, Dial last, Dial count, Condition.Replenish condition) implements Node {

    private static final long MILLION = 1_000_000;

    @Override
    public List<Long> kept() {
        return List.of(last.aggregate().id());
    }

    @Override
    public String source() {
        return "replenish|" + last.name() + "|" + condition.cycleMillis() + "|" + condition.leadMillis() + "|"
                + condition.lateMillis();
    }

    @Override
    public Future compute(Outlook outlook) {
        Curve latest = outlook.curve(last);
        if (!latest.isKnown(0)) {
            return Future.FALSE;
        }
        long due = Series.addSaturating(latest.numerator(0), gap(outlook, latest.numerator(0)));
        long begin = due - condition.leadMillis();
        long end = Series.addSaturating(due, condition.lateMillis());
        Future.Builder future = outlook.builder().begin(Truth.of(begin <= outlook.at() && outlook.at() < end));
        if (begin > outlook.at()) {
            future.add(begin, Truth.TRUE);
        }
        if (end > outlook.at() && end != Series.NEVER) {
            future.add(end, Truth.FALSE);
        }
        return future.build();
    }

    private long gap(Outlook outlook, long latest) {
        Curve events = outlook.curve(count);
        long gaps = events.numerator(0) / events.denominator(0) / MILLION - 1;
        if (gaps < Condition.Replenish.FEWEST_GAPS) {
            return condition.cycleMillis();
        }
        long mean = (latest - outlook.curve(first).numerator(0)) / gaps;
        return mean == 0 ? condition.cycleMillis() : mean;
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return null;
    }
}
