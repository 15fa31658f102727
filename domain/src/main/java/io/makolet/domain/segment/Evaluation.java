package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.Period;
import io.makolet.domain.segment.Window.Sliding;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates one customer at a time, at one instant: applies an event, marks the segments that it or anything else may
 * have changed, and computes their leases. Its scratch space serves one customer after the other. Not thread-safe.
 */
public final class Evaluation {

    /** Name of the profile field with the customer's time zone. */
    public static final String TIME_ZONE = "time_zone";

    private final SegmentPlan plan;
    private CustomerFacts facts = NoFacts.INSTANCE;
    private long at;
    private int round;
    private final Future[] futures;
    private final int[] futureRounds;
    private final Curve[] curves;
    private final Curve[] before;
    private final int[] curveRounds;
    private final Map<Period, Extent> periods = new EnumMap<>(Period.class);
    private final Future.Builder builder = new Future.Builder();
    private final BitSet marked;
    private final Movements moved = new Movements();
    private final Touch touch;
    private long touchedLeaves;
    private long evaluatedSegments;

    /** Scratch space for a plan. */
    public Evaluation(SegmentPlan plan) {
        this.plan = plan;
        int nodes = plan.nodes();
        int dials = plan.dials();
        this.futures = new Future[nodes];
        this.futureRounds = new int[nodes];
        this.curves = new Curve[dials];
        this.before = new Curve[dials];
        Arrays.setAll(curves, i -> new Curve());
        Arrays.setAll(before, i -> new Curve());
        this.curveRounds = new int[dials];
        this.marked = new BitSet(plan.size());
        this.touch = new Touch(plan);
    }

    /** Begins with a customer at an instant (milliseconds UTC), not before any of their events. Nothing is marked. */
    public void begin(CustomerFacts customer, long instant) {
        facts = customer;
        at = instant;
        marked.clear();
        moved.clear();
        forget();
    }

    /** Facts have changed. */
    private void forget() {
        periods.clear();
        round++;
        if (round == 0) {
            Arrays.fill(futureRounds, 0);
            Arrays.fill(curveRounds, 0);
            round = 1;
        }
    }

    /** Marks the segment at a position. */
    public void mark(int position) {
        marked.set(position);
    }

    /** Marks all segments whose lease may differ from that of somebody of whom nothing is known. */
    public void markAllKnown() {
        facts.series().forEachId(id -> plan.dialsOf(id).forEach(this::markAll));
        facts.traces().forEachId(id -> plan.leavesOf(id).forEach(this::markSource));
        facts.profile().keySet().forEach(field -> plan.leavesOnField(field).forEach(this::markLeaf));
        facts.consent().keySet().forEach(this::consentChanged);
    }

    /** Marks what time alone has changed since an instant, up to which everything is settled. */
    public void pass(Movements movements, long since) {
        if (movements.next() > at) {
            return;
        }
        for (int i = 0; i < movements.size(); i++) {
            if (movements.next(i) <= at) {
                pass(movements.source(i), since);
            }
        }
    }

    private void pass(int source, long since) {
        Dial dial = plan.dialAt(source);
        if (dial == null) {
            markSource(plan.leafAt(source));
            return;
        }
        Curve then = before[dial.slot()];
        read(dial, since, then);
        markDiffering(dial, then, curve(dial));
        lookAgain(source);
    }

    /** Marks what depends on anything that has moved, so that its lease may be another; then nothing has. */
    public void markMoved(Movements movements) {
        for (int i = movements.size() - 1; i >= 0 && movements.moved() > 0; i--) {
            if (movements.hasMoved(i)) {
                Dial dial = plan.dialAt(movements.source(i));
                if (dial == null) {
                    markLeaf(plan.leafAt(movements.source(i)));
                } else {
                    markBetween(dial, movements.least(i), movements.greatest(i));
                }
                movements.rest(i);
            }
        }
    }

    /** Notes of all that was found to move when time alone will change it next, and over which values it went. */
    public void follow(Movements movements) {
        for (int i = 0; i < moved.size(); i++) {
            int source = moved.source(i);
            movements.put(source, nextChange(source), moved.least(i), moved.greatest(i));
        }
    }

    private long nextChange(int source) {
        Dial dial = plan.dialAt(source);
        if (dial != null) {
            return dial.nextFlip(curve(dial));
        }
        Future future = future(plan.leafAt(source));
        return future.size() > 0 ? future.at(0) : future.until();
    }

    /** A profile field has another value now. */
    public void profileChanged(String field) {
        forget();
        plan.leavesOnField(field).forEach(this::markLeaf);
        if (field.equals(TIME_ZONE)) {
            for (AggregatePlan aggregate : plan.aggregates()) {
                if (aggregate.spec().window() instanceof Calendar
                        && facts.series().get(aggregate.id()) != null) {
                    aggregate.dials().forEach(this::markAll);
                }
            }
        }
    }

    /** Consent for a purpose was given or withdrawn. */
    public void consentChanged(String purpose) {
        forget();
        plan.leavesOnPurpose(purpose).forEach(this::markLeaf);
    }

    /** Applies an event to the series and traces, and marks what it changes now; what it changes later has moved. */
    public void apply(Event event) {
        touch.collect(event, facts.profile());
        touch.aggregates().forEach(this::look);
        touch.sequences().forEach(sequence -> sequence.leaves().forEach(this::future));
        touch.aggregates().forEach(this::keepCurves);
        for (AggregatePlan aggregate : touch.aggregates()) {
            touch.apply(aggregate, event, facts.series(), at);
        }
        for (SequencePlan sequence : touch.sequences()) {
            touch.apply(sequence, event, facts.traces(), at);
        }
        forget();
        for (AggregatePlan aggregate : touch.aggregates()) {
            for (Dial dial : aggregate.dials()) {
                compare(dial, before[dial.slot()], curve(dial));
            }
        }
        for (SequencePlan sequence : touch.sequences()) {
            sequence.leaves().forEach(this::compare);
        }
    }

    /** Evaluates what looks at an aggregate. */
    private void look(AggregatePlan aggregate) {
        for (Dial dial : aggregate.dials()) {
            curve(dial);
            dial.others().forEach(this::future);
        }
    }

    /** Keeps what an aggregate's dials show, to compare with what they will show. */
    private void keepCurves(AggregatePlan aggregate) {
        for (Dial dial : aggregate.dials()) {
            Curve shown = curves[dial.slot()];
            curves[dial.slot()] = before[dial.slot()];
            before[dial.slot()] = shown;
        }
    }

    private void compare(Dial dial, Curve old, Curve now) {
        if (old.sameAs(now)) {
            return;
        }
        dial.others().forEach(this::compare);
        if (dial.leaves().length == 0) {
            return;
        }
        markDiffering(dial, old, now);
        if (old.unknownFrom() == now.unknownFrom()) {
            moved(plan.source(dial), Math.min(old.least(), now.least()), Math.max(old.greatest(), now.greatest()));
        } else {
            moved(plan.source(dial), Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** Marks a leaf if it is another than it was when it was evaluated before. */
    private void compare(Node leaf) {
        Truth old = futures[leaf.slot()].value();
        if (future(leaf).value() != old) {
            markLeaf(leaf);
        }
        moved(plan.source(leaf), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private void moved(int source, long least, long greatest) {
        moved.put(source, at, least, greatest);
    }

    /** A source is to be looked at again, but all leases that it changes are marked. */
    private void lookAgain(int source) {
        moved(source, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    private void markDiffering(Dial dial, Curve old, Curve now) {
        for (int i = dial.firstDiffering(0, old, 0, now, 0); i >= 0; i = dial.firstDiffering(i + 1, old, 0, now, 0)) {
            markLeaf(dial.leaves()[i]);
        }
    }

    private void markBetween(Dial dial, long least, long greatest) {
        for (int i = dial.firstLeaf(least); dial.reaches(i, greatest); i++) {
            markLeaf(dial.leaves()[i]);
        }
    }

    /** Marks all that looks at a dial. */
    private void markAll(Dial dial) {
        dial.others().forEach(this::markSource);
        markComparisons(dial);
        lookAgain(plan.source(dial));
    }

    /** Marks what depends on a leaf that time alone changes. */
    private void markSource(Node leaf) {
        markLeaf(leaf);
        lookAgain(plan.source(leaf));
    }

    private void markComparisons(Dial dial) {
        for (int leaf : dial.leaves()) {
            markLeaf(leaf);
        }
    }

    private void markLeaf(Node leaf) {
        markLeaf(leaf.slot());
    }

    private void markLeaf(int leaf) {
        touchedLeaves++;
        for (int position : plan.dependents(leaf)) {
            marked.set(position);
        }
    }

    /** Position of the first marked segment from a position on, or -1. */
    public int nextMarked(int from) {
        return marked.nextSetBit(from);
    }

    /**
     * The lease of the segment at a position from the instant on, if nothing more happens. Its {@code since} is unknown
     * here: {@link Long#MIN_VALUE}.
     */
    public Membership lease(int position) {
        Definition definition = plan.definition(position);
        return lease(position, definition.index(), definition.version(), Long.MIN_VALUE);
    }

    /** The lease of the segment at a position from the instant on, where the value has not changed since an earlier one. */
    public Membership renew(int position, Membership lease) {
        return lease(position, lease.segment(), lease.definitionVersion(), lease.since());
    }

    private Membership lease(int position, int segment, int definitionVersion, long since) {
        evaluatedSegments++;
        Node node = plan.node(position);
        Future future = future(node);
        int listed = Math.min(future.size(), SegmentPlan.MOST_FLIPS);
        Membership.Flip[] flips = new Membership.Flip[listed];
        for (int i = 0; i < listed; i++) {
            flips[i] = new Membership.Flip(future.at(i), future.then(i));
        }
        return new Membership(
                segment,
                definitionVersion,
                future.value(),
                since,
                List.of(flips),
                listed < future.size() ? future.at(listed) : future.until(),
                future.value() == Truth.UNKNOWN ? node.reason(this) : null);
    }

    /** Leaves that were marked, since the beginning. */
    public long touchedLeaves() {
        return touchedLeaves;
    }

    /** Leases that were computed, since the beginning. */
    public long evaluatedSegments() {
        return evaluatedSegments;
    }

    CustomerFacts facts() {
        return facts;
    }

    long at() {
        return at;
    }

    Future.Builder builder() {
        return builder;
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

    /** What a dial shows from the instant on. */
    Curve curve(Dial dial) {
        int slot = dial.slot();
        if (curveRounds[slot] != round) {
            read(dial, at, curves[slot]);
            curveRounds[slot] = round;
        }
        return curves[slot];
    }

    /** What a dial shows from an instant on. */
    private void read(Dial dial, long instant, Curve curve) {
        Series series = facts.series().get(dial.aggregate().id());
        if (series == null) {
            curve.clear();
            curve.addNone(instant, dial.reading());
        } else {
            series.read(dial.reading(), extent(dial.aggregate().spec().window(), instant), curve);
        }
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
        ZoneId zone = Periods.zone(facts.profile().get(TIME_ZONE));
        return Extent.period(instant, Periods.start(period, instant, zone), Periods.end(period, instant, zone));
    }
}
