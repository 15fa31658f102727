package io.makolet.domain.segment;

import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.Period;
import io.makolet.domain.segment.Window.Sliding;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What nodes and dials say of one customer from one instant on, if nothing more happens: computed when first asked for,
 * and anew after the facts have changed. Its scratch space serves one customer after the other. Not thread-safe.
 */
final class Outlook {

    private CustomerFacts facts = NoFacts.INSTANCE;
    private long at;
    private int round;
    private final Future[] futures;
    private final int[] futureRounds;
    private final Curve[] curves;
    private final Curve[] kept;
    private final int[] curveRounds;
    private final Map<Period, Extent> periods = new EnumMap<>(Period.class);
    private final Future.Builder builder = new Future.Builder();

    Outlook(SegmentPlan plan) {
        this.futures = new Future[plan.nodes()];
        this.futureRounds = new int[plan.nodes()];
        this.curves = new Curve[plan.dials()];
        this.kept = new Curve[plan.dials()];
        Arrays.setAll(curves, i -> new Curve());
        Arrays.setAll(kept, i -> new Curve());
        this.curveRounds = new int[plan.dials()];
    }

    /** Turns to a customer at an instant, milliseconds UTC. */
    void begin(CustomerFacts customer, long instant) {
        facts = customer;
        at = instant;
        forget();
    }

    /** Facts have changed. */
    void forget() {
        periods.clear();
        round++;
        if (round == 0) {
            Arrays.fill(futureRounds, 0);
            Arrays.fill(curveRounds, 0);
            round = 1;
        }
    }

    CustomerFacts facts() {
        return facts;
    }

    long at() {
        return at;
    }

    /** Scratch space for the node that is computed. */
    Future.Builder builder() {
        return builder;
    }

    /** The customer's time zone. */
    ZoneId zone() {
        return Periods.zone(facts.profile().get(Evaluation.TIME_ZONE));
    }

    /** Truth of a node from the instant on. */
    Future future(Node node) {
        int slot = node.slot();
        if (futureRounds[slot] != round) {
            futures[slot] = node.compute(this);
            futureRounds[slot] = round;
        }
        return futures[slot];
    }

    /** Truth of a node when it was computed last, which may have been before the facts changed. */
    Truth lastTruth(Node node) {
        return futures[node.slot()].value();
    }

    /** What a dial shows from the instant on. */
    Curve curve(Dial dial) {
        int slot = dial.slot();
        if (curveRounds[slot] != round) {
            read(dial, at, curves[slot]);
            curveRounds[slot] = round;
        }
        return curves[slot];
    }

    /** Keeps what a dial shows, to compare with what it will show when the facts have changed: they must now. */
    void keep(Dial dial) {
        Curve shown = curves[dial.slot()];
        curves[dial.slot()] = kept[dial.slot()];
        kept[dial.slot()] = shown;
    }

    /** What was kept of a dial. */
    Curve kept(Dial dial) {
        return kept[dial.slot()];
    }

    /** Keeps what a dial shows from an earlier instant on. */
    Curve keptFrom(Dial dial, long instant) {
        read(dial, instant, kept[dial.slot()]);
        return kept[dial.slot()];
    }

    private void read(Dial dial, long instant, Curve curve) {
        Series series = facts.series().get(dial.aggregate().id());
        if (series == null) {
            curve.clear();
            curve.addNone(instant, dial.reading());
        } else {
            series.read(dial.reading(), extent(dial.aggregate().spec().window(), instant), curve);
        }
    }

    /** Time of the first or last event that an aggregate counts at the instant; {@link Series#NONE} for none. */
    long timeOf(AggregatePlan aggregate, Reading firstOrLast) {
        Series series = facts.series().get(aggregate.id());
        if (series == null) {
            return Series.NONE;
        }
        Extent extent = extent(aggregate.spec().window(), at);
        if (series instanceof DistinctSeries distinct) {
            return distinct.seen(firstOrLast == Reading.FIRST_TIME, extent);
        }
        Curve times = new Curve();
        series.read(firstOrLast, extent, times);
        return times.isKnown(0) ? times.numerator(0) : Series.NONE;
    }

    private Extent extent(Window window, long instant) {
        if (window instanceof Sliding sliding) {
            return Extent.sliding(instant, sliding.millis());
        }
        if (window instanceof Calendar calendar) {
            return instant == at
                    ? periods.computeIfAbsent(calendar.period(), period -> period(period, at))
                    : period(calendar.period(), instant);
        }
        return Extent.lifetime(instant);
    }

    private Extent period(Period period, long instant) {
        ZoneId zone = zone();
        long end = Periods.end(period, instant, zone);
        // Where clocks go back over midnight, the day that has begun goes on, though it is called the day before again.
        return end <= instant
                ? Extent.period(instant, end, Periods.end(period, end, zone))
                : Extent.period(instant, Periods.start(period, instant, zone), end);
    }
}
