package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Window.Calendar;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one customer at a time, at one instant: applies an event, marks the segments that it or anything else may
 * have changed, and computes their leases. Its scratch space serves one customer after the other. Not thread-safe.
 */
public final class Evaluation {

    /** Name of the profile field with the customer's time zone. */
    public static final String TIME_ZONE = "time_zone";

    private final SegmentPlan plan;
    private final Outlook outlook;
    private final BitSet marked;
    private final Movements moved = new Movements();
    private final Touch touch;
    private long touchedLeaves;
    private long evaluatedSegments;

    /** Scratch space for a plan. */
    public Evaluation(SegmentPlan plan) {
        this.plan = plan;
        this.outlook = new Outlook(plan);
        this.marked = new BitSet(plan.size());
        this.touch = new Touch(plan);
    }

    /** Begins with a customer at an instant (milliseconds UTC), not before any of their events. Nothing is marked. */
    public void begin(CustomerFacts customer, long instant) {
        outlook.begin(customer, instant);
        marked.clear();
        moved.clear();
    }

    /** Marks the segment at a position. */
    public void mark(int position) {
        marked.set(position);
    }

    /** Marks all segments whose lease may differ from that of somebody of whom nothing is known. */
    public void markAllKnown() {
        CustomerFacts facts = outlook.facts();
        facts.series().forEachId(id -> plan.dialsOf(id).forEach(this::markAll));
        facts.series().forEachId(id -> plan.leavesOf(id).forEach(this::markSource));
        facts.traces().forEachId(id -> plan.leavesOf(id).forEach(this::markSource));
        facts.profile().keySet().forEach(field -> plan.leavesOnField(field).forEach(this::markSource));
        facts.consent().keySet().forEach(this::consentChanged);
        plan.leavesOnNothing().forEach(this::markSource);
        for (Staying staying : plan.stayings()) {
            if (!facts.stay(staying.segment()).equals(StayState.NOBODY)) {
                markSource(staying);
            }
        }
    }

    /** Marks what is new or changed in the plan since an earlier one. */
    public void markChanged(Succession succession) {
        for (int position : succession.changed()) {
            marked.set(position);
        }
        for (int source : succession.lookedAtAnew()) {
            lookAgain(source);
        }
    }

    /** Marks what time alone has changed since an instant, up to which everything is settled. */
    public void pass(Movements movements, long since) {
        if (movements.next() > outlook.at()) {
            return;
        }
        for (int i = 0; i < movements.size(); i++) {
            if (movements.next(i) <= outlook.at()) {
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
        markDiffering(dial, outlook.keptFrom(dial, since), outlook.curve(dial));
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
            return dial.nextFlip(outlook.curve(dial));
        }
        Node node = plan.leafAt(source);
        if (node instanceof Staying staying) {
            return staying.nextTurn(outlook);
        }
        Future future = outlook.future(node);
        return future.size() > 0 ? future.at(0) : future.until();
    }

    /** A profile field has another value now. */
    public void profileChanged(String field) {
        outlook.forget();
        plan.leavesOnField(field).forEach(this::markSource);
        if (field.equals(TIME_ZONE)) {
            for (AggregatePlan aggregate : plan.aggregates()) {
                if (aggregate.spec().window() instanceof Calendar
                        && outlook.facts().series().get(aggregate.id()) != null) {
                    aggregate.dials().forEach(this::markAll);
                }
            }
        }
    }

    /** Consent for a purpose was given or withdrawn. */
    public void consentChanged(String purpose) {
        outlook.forget();
        plan.leavesOnPurpose(purpose).forEach(this::markLeaf);
    }

    /** Applies an event to the series and traces, and marks what it changes now; what it changes later has moved. */
    public void apply(Event event) {
        apply(event, null);
    }

    /** The same for some of them only, by their ids; null for all. */
    public void apply(Event event, @Nullable LongPredicate only) {
        CustomerFacts facts = outlook.facts();
        touch.collect(event, facts.profile(), only);
        touch.aggregates().forEach(this::look);
        touch.sequences().forEach(sequence -> sequence.leaves().forEach(outlook::future));
        touch.aggregates().forEach(aggregate -> aggregate.dials().forEach(outlook::keep));
        for (AggregatePlan aggregate : touch.aggregates()) {
            touch.apply(aggregate, event, facts.series(), outlook.at());
        }
        for (SequencePlan sequence : touch.sequences()) {
            touch.apply(sequence, event, facts.traces(), outlook.at());
        }
        outlook.forget();
        for (AggregatePlan aggregate : touch.aggregates()) {
            for (Dial dial : aggregate.dials()) {
                compare(dial, outlook.kept(dial), outlook.curve(dial));
            }
            aggregate.leaves().forEach(this::compare);
        }
        for (SequencePlan sequence : touch.sequences()) {
            sequence.leaves().forEach(this::compare);
        }
    }

    /** Evaluates what looks at an aggregate. */
    private void look(AggregatePlan aggregate) {
        for (Dial dial : aggregate.dials()) {
            outlook.curve(dial);
            dial.others().forEach(outlook::future);
        }
        aggregate.leaves().forEach(outlook::future);
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
        Truth old = outlook.lastTruth(leaf);
        if (outlook.future(leaf).value() != old) {
            markLeaf(leaf);
        }
        moved(plan.source(leaf), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private void moved(int source, long least, long greatest) {
        moved.put(source, outlook.at(), least, greatest);
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

    /** Marks what depends on a leaf that time alone may change. */
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

    /**
     * Keeps where the customer stands now in the marked segments that have a stay. To be done at every instant at which
     * something is marked, before leases are computed.
     */
    public void keepStays() {
        if (plan.stayings().isEmpty()) {
            return;
        }
        for (int p = nextMarked(0); p >= 0; p = nextMarked(p + 1)) {
            Staying staying = plan.staying(p);
            if (staying != null) {
                outlook.facts().keepStay(staying.segment(), staying.now(outlook));
                lookAgain(plan.source(staying));
            }
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
        Future future = outlook.future(node);
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
                future.value() == Truth.UNKNOWN ? node.reason(outlook) : null);
    }

    /** Leaves that were marked, since the beginning. */
    public long touchedLeaves() {
        return touchedLeaves;
    }

    /** Leases that were computed, since the beginning. */
    public long evaluatedSegments() {
        return evaluatedSegments;
    }
}
