package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How drawn a customer is to each of the values that a field of matching events had, with exponential forward decay
 * (Cormode, Shkapenyuk, Srivastava and Xu 2009, <i>Forward decay</i>, ICDE): an event weighs twice as much as an equal one
 * of a half-life before. All weights fade by the same factor as time goes by, so that only events change their order.
 *
 * <p>Nothing is rounded after an event is weighed (see {@link Decay}), so all is a function of the set of events, in
 * whatever order they come, while no more than {@value #MOST} values are known: a further one takes the place of the one
 * that weighs least, which begins at nothing should it come back. Events {@value #HALF_LIVES} half-lives of the time axis
 * before that of the latest, which weigh less than an eight-millionth of it, don't count.
 */
public final class AffinitySeries extends Series {

    /** Most values that are known. */
    static final int MOST = 64;

    /** Cells of the time axis that count, up to the latest in which there was an event. */
    static final int HALF_LIVES = 24;

    private long latest;
    private final List<Affinity> affinities = new ArrayList<>(2);

    /** An empty series. */
    AffinitySeries() {}

    /** Adds an event for each different value of a field, text or list of texts, with a weight in millionths or events. */
    void add(Event event, int field, long weight, Decay decay) {
        long cell = decay.cell(event.time());
        int factor = decay.factor(event.time());
        if (!(event.value(field) instanceof List<?> list)) {
            add(ValueHash.identity(event, field), cell, weight, factor);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String text && list.indexOf(text) == i) {
                add(ValueHash.identity(text), cell, weight, factor);
            }
        }
    }

    private void add(long value, long cell, long weight, int factor) {
        if (!advance(cell)) {
            return;
        }
        Affinity affinity = find(value);
        if (affinity == null) {
            if (affinities.size() == MOST) {
                dropLeast();
            }
            affinity = put(new Affinity(value));
        }
        affinity.add(cell, Math.multiplyHigh(weight, factor), weight * factor);
    }

    /** There was an event in a cell; false if it is too old to count. */
    private boolean advance(long cell) {
        if (affinities.isEmpty()) {
            latest = cell;
        } else if (cell > latest) {
            latest = cell;
            affinities.forEach(affinity -> affinity.dropBefore(first()));
            affinities.removeIf(Affinity::isEmpty);
        }
        return cell >= first();
    }

    /** The first cell that counts. */
    private long first() {
        return latest - (HALF_LIVES - 1);
    }

    private @Nullable Affinity find(long value) {
        int at = position(value);
        return at < affinities.size() && affinities.get(at).value() == value ? affinities.get(at) : null;
    }

    private Affinity put(Affinity affinity) {
        affinities.add(position(affinity.value()), affinity);
        return affinity;
    }

    /** Where a value is, or would be, in order of value. */
    private int position(long value) {
        int low = 0;
        int high = affinities.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (affinities.get(middle).value() < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void dropLeast() {
        weigh();
        int least = 0;
        for (int i = 1; i < affinities.size(); i++) {
            least = affinities.get(i).compareWeight(affinities.get(least)) < 0 ? i : least;
        }
        affinities.remove(least);
    }

    private void weigh() {
        for (int i = 0; i < affinities.size(); i++) {
            affinities.get(i).weigh(first());
        }
    }

    /** How many of some values are among the first k: these weigh more than 0, and fewer than k values weigh more than they. */
    int amongFirst(int k, List<Long> values) {
        weigh();
        int among = 0;
        for (int i = 0; i < values.size(); i++) {
            Affinity affinity = find(values.get(i));
            among += affinity != null && affinity.isDrawn() && heavierThan(affinity) < k ? 1 : 0;
        }
        return among;
    }

    private int heavierThan(Affinity affinity) {
        int heavier = 0;
        for (int i = 0; i < affinities.size(); i++) {
            heavier += affinities.get(i).compareWeight(affinity) > 0 ? 1 : 0;
        }
        return heavier;
    }

    @Override
    void add(long time, long value, Retention retention) {
        throw new IllegalStateException("an affinity needs a weight and a half-life beside a time and a value");
    }

    @Override
    void addAll(Series other, Retention retention) {
        AffinitySeries all = (AffinitySeries) other;
        if (all.isEmpty()) {
            return;
        }
        advance(all.latest);
        for (Affinity added : all.affinities) {
            Affinity known = find(added.value());
            Affinity sum = known == null ? put(new Affinity(added.value())) : known;
            sum.addAll(added);
            sum.dropBefore(first());
        }
        affinities.removeIf(Affinity::isEmpty);
        while (affinities.size() > MOST) {
            dropLeast();
        }
    }

    @Override
    void since(long time) {
        throw new IllegalStateException("affinities do not begin anew");
    }

    @Override
    void prune(long edge, Retention retention) {
        // Time alone drops nothing: only a later event makes an earlier one too light.
    }

    @Override
    void read(Reading reading, Extent extent, Curve curve) {
        throw new IllegalStateException("affinities are ranked, not read");
    }

    @Override
    boolean isEmpty() {
        return affinities.isEmpty();
    }

    @Override
    public void store(LongConsumer out) {
        out.accept(affinities.size());
        out.accept(latest);
        affinities.forEach(affinity -> affinity.store(out, latest));
    }

    /** A series as it was stored. */
    public static AffinitySeries restore(LongSupplier in) {
        AffinitySeries series = new AffinitySeries();
        int size = count(in.getAsLong(), MOST);
        series.latest = in.getAsLong();
        for (int i = 0; i < size; i++) {
            series.affinities.add(Affinity.restore(in, series.latest));
        }
        return series;
    }
}
