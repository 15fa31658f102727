package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.Period;
import io.makolet.domain.segment.Window.Sliding;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
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
        facts.traces().forEachId(id -> plan.leavesOf(id).forEach(this::markLeaf));
        facts.profile().keySet().forEach(field -> plan.leavesOnField(field).forEach(this::markLeaf));
        facts.consent().keySet().forEach(this::consentChanged);
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

    /** Applies an event to the series and traces, and marks what it changes. */
    public void apply(Event event) {
        touch.collect(event, facts.profile());
        for (AggregatePlan aggregate : touch.aggregates()) {
            for (Dial dial : aggregate.dials()) {
                read(dial, before[dial.slot()]);
            }
            touch.apply(aggregate, event, facts.series(), at);
        }
        for (SequencePlan sequence : touch.sequences()) {
            touch.apply(sequence, event, facts.traces(), at);
            sequence.leaves().forEach(this::markLeaf);
        }
        forget();
        for (AggregatePlan aggregate : touch.aggregates()) {
            for (Dial dial : aggregate.dials()) {
                markBetween(dial, before[dial.slot()], curve(dial));
            }
        }
    }

    private void markBetween(Dial dial, Curve old, Curve now) {
        if (old.sameAs(now)) {
            return;
        }
        dial.others().forEach(this::markLeaf);
        if (old.unknownFrom() != now.unknownFrom()) {
            markComparisons(dial);
            return;
        }
        long least = Math.min(old.least(), now.least());
        long greatest = Math.max(old.greatest(), now.greatest());
        for (int i = dial.firstLeaf(least); dial.reaches(i, greatest); i++) {
            markLeaf(dial.leaves()[i]);
        }
    }

    private void markAll(Dial dial) {
        dial.others().forEach(this::markLeaf);
        markComparisons(dial);
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
        evaluatedSegments++;
        Node node = plan.node(position);
        Future future = future(node);
        int listed = Math.min(future.size(), SegmentPlan.MOST_FLIPS);
        List<Membership.Flip> flips = listed == 0 ? List.of() : new ArrayList<>(listed);
        for (int i = 0; i < listed; i++) {
            flips.add(new Membership.Flip(future.at(i), future.then(i)));
        }
        return new Membership(
                plan.definition(position).index(),
                plan.definition(position).version(),
                future.value(),
                Long.MIN_VALUE,
                Collections.unmodifiableList(flips),
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
            read(dial, curves[slot]);
            curveRounds[slot] = round;
        }
        return curves[slot];
    }

    private void read(Dial dial, Curve curve) {
        Series series = facts.series().get(dial.aggregate().id());
        if (series == null) {
            curve.clear();
            curve.addNone(at, dial.reading());
        } else {
            series.read(dial.reading(), extent(dial.aggregate().spec().window()), curve);
        }
    }

    private Extent extent(Window window) {
        if (window instanceof Sliding sliding) {
            return Extent.sliding(at, sliding.millis());
        }
        return window instanceof Calendar calendar ? period(calendar.period()) : Extent.lifetime(at);
    }

    private Extent period(Period period) {
        return periods.computeIfAbsent(period, p -> {
            ZoneId zone = Periods.zone(facts.profile().get(TIME_ZONE));
            return Extent.period(at, Periods.start(p, at, zone), Periods.end(p, at, zone));
        });
    }
}
