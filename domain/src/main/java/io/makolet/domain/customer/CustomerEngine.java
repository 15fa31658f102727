package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.AggregatePlan;
import io.makolet.domain.segment.Evaluation;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.SequencePlan;
import io.makolet.domain.segment.Succession;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Applies events and time to one customer's state and says what changed.
 *
 * <p>A customer has a clock of their own: the latest instant they were evaluated for. An event first brings the clock up
 * to it, telling each change that time alone made on the way at its exact instant, and is applied then; so the
 * transitions are the same whether timers fired early, late or not at all. An event older than the clock corrects the
 * aggregates as if it had come in time, and the memberships from the clock on.
 *
 * <p>Of a membership, nothing is told before it is true for the first time, and every change from then on. Only segments
 * are evaluated that depend on a leaf whose truth an event changes, or time does; where only the instant of a coming
 * change moves, the lease is computed when somebody asks for it.
 *
 * <p>A customer who was last evaluated under another plan is brought under this one before anything else happens to them,
 * at their own clock. Where the engine knows the outline of that plan, only segments are evaluated that are new or changed
 * since. Not thread-safe.
 */
public final class CustomerEngine {

    /** Of an event that lies in no log. */
    private static final long NOWHERE = Long.MIN_VALUE;

    private final SegmentPlan plan;
    private final EngineSettings settings;
    private final Evaluation evaluation;
    private final Leases leases;
    private final Departures departures;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Set<Long> aggregateIds = new HashSet<>();
    private final Set<Long> sequenceIds = new HashSet<>();
    private final Map<Long, Succession> successions = new HashMap<>();
    private final Map<Integer, BitSet> backfilled;

    /** Positions of what is told of the customer only now because its past has been read in. */
    private final BitSet becameKnown = new BitSet();

    /** An engine with default bounds. */
    public CustomerEngine(SegmentPlan plan) {
        this(plan, EngineSettings.DEFAULT);
    }

    /** An engine for a plan. */
    public CustomerEngine(SegmentPlan plan, EngineSettings settings) {
        this(plan, settings, List.of());
    }

    /**
     * An engine for a plan.
     *
     * @param outlines of earlier plans under which customers may have been evaluated last
     */
    public CustomerEngine(SegmentPlan plan, EngineSettings settings, List<PlanOutline> outlines) {
        this.plan = plan;
        this.settings = settings;
        this.evaluation = new Evaluation(plan);
        this.leases = new Leases(plan, evaluation);
        this.departures = new Departures(plan);
        this.backfilled = plan.backfilled();
        plan.aggregates().stream().map(AggregatePlan::id).forEach(aggregateIds::add);
        plan.sequences().stream().map(SequencePlan::id).forEach(sequenceIds::add);
        if (!outlines.isEmpty()) {
            PlanOutline own = PlanOutline.of(plan);
            PlanOutline.byPlan(outlines).forEach((id, from) -> successions.put(id, Succession.of(from, plan, own)));
        }
    }

    /** Applies an event of this customer that lies in no log. */
    public Outcome onEvent(CustomerState state, Event event) {
        return onEvent(state, event, NOWHERE, 0);
    }

    /**
     * Applies an event of this customer.
     *
     * @param source tells the partition of the log in which it lies from all others, in every run
     * @param offset of its record there; those of one customer come in order
     */
    public Outcome onEvent(CustomerState state, Event event, long source, long offset) {
        boolean first = state.applied == 0;
        boolean late = !first && event.time() < state.clock;
        long clock = Math.max(state.clock, event.time());
        state.recent.prune(clock - settings.deduplication().toMillis());
        fingerprint.of(event.id());
        if (!state.recent.add(fingerprint.high(), fingerprint.low(), clock)) {
            return Outcome.unchanged(state.nextTimer, true);
        }
        List<Transition> transitions = new ArrayList<>(2);
        becameKnown.clear();
        if (!first) {
            comeUnderPlan(state, transitions);
        }
        advance(state, event.time() - 1, transitions);
        long since = state.clock;
        state.clock = clock;
        state.applied++;
        state.revision = 0;
        state.lastEventId = event.id();
        state.lastEventTime = event.time();
        begin(state, since);
        apply(state, event, source, offset);
        settle(state, late ? Cause.LATE : Cause.EVENT, event, transitions);
        return new Outcome(true, false, late, transitions, state.nextTimer);
    }

    /**
     * Applies an event of this customer that a backfill brings, to the aggregates and sequences only whose past it reads in.
     * Nothing can be told of them before it has read everything. What has counted already, or will when it comes by itself,
     * changes nothing and is said to be a duplicate.
     *
     * @param backfill its number; of one that is not under way under this plan, nothing is applied
     * @param source as of {@link #onEvent(CustomerState, Event, long, long)}
     * @param offset of the event's record; a backfill brings those of one partition in order
     */
    public Outcome onPast(CustomerState state, int backfill, Event event, long source, long offset) {
        List<Transition> transitions = new ArrayList<>(2);
        boolean changed = comeUnderPlan(state, transitions);
        PastRead past = state.pasts.get(backfill);
        if (past == null || !past.wants(source, offset)) {
            return changed ? revised(state, true, transitions) : Outcome.unchanged(state.nextTimer, true);
        }
        fingerprint.of(event.id());
        if (event.time() > state.clock) {
            past.willCome(source, offset);
        } else if (past.take(
                source,
                offset,
                fingerprint,
                event.time(),
                settings.deduplication().toMillis())) {
            evaluation.begin(state, state.clock);
            evaluation.apply(event, id -> plan.warming().isReadBy(backfill, id));
        }
        return revised(state, changed, transitions);
    }

    /** Tells every change that time alone brings up to and including an instant (milliseconds UTC). */
    public Outcome onTime(CustomerState state, long through) {
        List<Transition> transitions = new ArrayList<>(2);
        boolean changed = comeUnderPlan(state, transitions);
        changed |= advance(state, through, transitions);
        return revised(state, changed, transitions);
    }

    /**
     * Brings the customer under this plan, at their own clock. Where nothing of interest changes by it, the state need not
     * be kept: what happens next does the same again.
     */
    public Outcome onDefinitions(CustomerState state) {
        return onDefinitions(state, Long.MIN_VALUE);
    }

    /**
     * The same, and where a backfill has read everything for the customer, also tells what time alone has brought since their
     * clock: of the segments that look at what was read in, because of the backfill.
     *
     * @param through instant up to which time has passed, milliseconds UTC
     */
    public Outcome onDefinitions(CustomerState state, long through) {
        List<Transition> transitions = new ArrayList<>(2);
        boolean changed = comeUnderPlan(state, through, transitions);
        return revised(state, changed, transitions);
    }

    /** Evaluates everything anew, at the customer's own clock; their view is to be told again in any case. */
    public Outcome onTouch(CustomerState state) {
        List<Transition> transitions = new ArrayList<>(2);
        comeUnderPlan(state, transitions);
        evaluateAnew(state, Cause.DEFINITION, transitions);
        return revised(state, true, transitions);
    }

    /** The state is a union of others now ({@link CustomerStates}): tells what differs from what was told before. */
    public Outcome onMerge(CustomerState state) {
        List<Transition> transitions = new ArrayList<>(2);
        departures.ofRetired(state, transitions);
        evaluateAnew(state, Cause.MERGE, transitions);
        return revised(state, true, transitions);
    }

    /**
     * What is not about segments changed in the view: brings the customer under this plan, as {@link #onDefinitions} does, and
     * the view is to be told again.
     */
    public Outcome onRetelling(CustomerState state, long through) {
        List<Transition> transitions = new ArrayList<>(2);
        comeUnderPlan(state, through, transitions);
        return revised(state, true, transitions);
    }

    /** The customer's id has gone to another person: every membership ends, and nothing is known of them until it returns. */
    public Outcome onGone(CustomerState state) {
        List<Transition> transitions = new ArrayList<>(2);
        departures.ofMerged(state, transitions);
        state.nextTimer = Long.MAX_VALUE;
        return revised(state, true, transitions);
    }

    /**
     * Tells of every membership that was told and is not false that it is false, at the instant of the erasure or the
     * customer's clock, whichever is later. The state is to be thrown away then.
     */
    public List<Transition> onErasure(CustomerState state, Erasure erasure) {
        return departures.all(state, Math.max(state.clock, erasure.through()));
    }

    /** Memberships of the live segments as of the customer's clock, in order of index. */
    public List<Membership> memberships(CustomerState state) {
        return leases.all(state);
    }

    /**
     * Those memberships that are true or unknown, that changed before, or that time alone will change, in order of index.
     * All others are false, or unknown because they are warming. Costs as much as there are of them: leases are computed here, if what they depend on has moved
     * since they were asked for last.
     */
    public List<Membership> interesting(CustomerState state) {
        return leases.interesting(state);
    }

    /** How many leaves of conditions were touched by events and changes, since the engine began. */
    public long touchedLeaves() {
        return evaluation.touchedLeaves();
    }

    /** How many leases were computed, since the engine began. */
    public long evaluatedSegments() {
        return evaluation.evaluatedSegments();
    }

    /** What it evaluates. */
    SegmentPlan plan() {
        return plan;
    }

    private static Outcome revised(CustomerState state, boolean changed, List<Transition> transitions) {
        if (!changed) {
            return Outcome.unchanged(state.nextTimer, false);
        }
        state.revision++;
        return new Outcome(true, false, false, transitions, state.nextTimer);
    }

    /**
     * Evaluates what is new or changed since the plan under which the customer was evaluated last, and forgets what no
     * definition uses; false if nothing of interest has changed by it.
     */
    private boolean comeUnderPlan(CustomerState state, long through, List<Transition> transitions) {
        boolean changed = comeUnderPlan(state, transitions);
        return (!becameKnown.isEmpty() && advance(state, through, transitions)) || changed;
    }

    private boolean comeUnderPlan(CustomerState state, List<Transition> transitions) {
        becameKnown.clear();
        if (state.planId == plan.id()) {
            return false;
        }
        keepPasts(state);
        state.series.retain(aggregateIds::contains);
        state.traces.retain(sequenceIds::contains);
        state.stays.retain(plan::hasStay);
        departures.ofRetired(state, transitions);
        Succession succession = successions.get(state.planId);
        if (succession == null || !succession.carries(state.movements)) {
            evaluateAnew(state, Cause.DEFINITION, transitions);
            return true;
        }
        succession.readIn().forEach(this::becomesKnown);
        long timer = state.nextTimer;
        boolean changed = state.watch.renumber(succession, plan);
        state.movements.renumber(succession);
        state.planId = plan.id();
        evaluation.begin(state, state.clock);
        evaluation.markChanged(succession);
        settle(state, Cause.DEFINITION, null, transitions);
        return changed
                || !transitions.isEmpty()
                || state.nextTimer < timer
                || state.watch.holds(succession::isChanged)
                || wasUnknownWithoutConsent(state, succession);
    }

    /** Begins to note what backfills under way are applied, and forgets it of others, which may have read everything. */
    private void keepPasts(CustomerState state) {
        Set<Integer> underWay = plan.warming().numbers();
        state.pasts.keySet().forEach(this::becomesKnown);
        state.pasts.keySet().retainAll(underWay);
        for (int number : underWay) {
            if (state.pasts.putIfAbsent(number, new PastRead()) == null) {
                // Of a time when another definition asked for it: it is all read again.
                state.series.retain(id -> !plan.warming().isReadBy(number, id));
                state.traces.retain(id -> !plan.warming().isReadBy(number, id));
            }
        }
    }

    private void becomesKnown(int backfill) {
        BitSet positions = backfilled.get(backfill);
        if (positions != null) {
            becameKnown.or(positions);
        }
    }

    private void evaluateAnew(CustomerState state, Cause cause, List<Transition> transitions) {
        state.planId = 0;
        begin(state, state.clock);
        settle(state, cause, null, transitions);
    }

    /** What lacked consent is not watched, but stands in the view as unknown. */
    private static boolean wasUnknownWithoutConsent(CustomerState state, Succession succession) {
        for (String purpose : succession.droppedPurposes()) {
            if (!state.consent.getOrDefault(purpose, false)) {
                return true;
            }
        }
        return false;
    }

    /** Passes every due instant up to {@code through}; false if none was due. */
    private boolean advance(CustomerState state, long through, List<Transition> transitions) {
        boolean moved = false;
        while (state.nextTimer <= through) {
            long since = state.clock;
            state.clock = Math.max(since, state.nextTimer);
            begin(state, since);
            settle(state, Cause.TIMER, null, transitions);
            moved = true;
        }
        return moved;
    }

    /**
     * Begins to evaluate at the customer's clock: what has changed since an instant, by time alone, is marked, and all that
     * is known if the plan is new.
     */
    private void begin(CustomerState state, long since) {
        evaluation.begin(state, state.clock);
        if (state.planId == plan.id()) {
            evaluation.pass(state.movements, since);
        } else {
            keepPasts(state);
            state.planId = plan.id();
            state.movements.clear();
            leases.fill(state.watch, state);
        }
    }

    private void apply(CustomerState state, Event event, long source, long offset) {
        for (ProfileChange change : event.profileChanges()) {
            ProfileValue value = change.value();
            ProfileValue before =
                    value == null ? state.profile.remove(change.field()) : state.profile.put(change.field(), value);
            if (!Objects.equals(value, before)) {
                evaluation.profileChanged(change.field());
            }
        }
        event.consent().forEach((purpose, granted) -> {
            if (!granted.equals(state.consent.put(purpose, granted))) {
                evaluation.consentChanged(purpose);
            }
        });
        evaluation.apply(event, counting(state, source, offset));
        Interests.apply(state, event);
    }

    /** What counts an event, by id: all but what a backfill has brought it to already. Null for all. */
    private @Nullable LongPredicate counting(CustomerState state, long source, long offset) {
        if (state.pasts.isEmpty() || source == NOWHERE) {
            return null;
        }
        Set<Integer> brought = new HashSet<>();
        state.pasts.forEach((number, past) -> {
            if (!past.comes(source, offset)) {
                brought.add(number);
            }
        });
        return brought.isEmpty()
                ? null
                : id -> brought.stream().noneMatch(number -> plan.warming().isReadBy(number, id));
    }

    /** Computes the marked leases and tells what changed; all other leases wait until somebody asks. */
    private void settle(CustomerState state, Cause cause, @Nullable Event event, List<Transition> transitions) {
        evaluation.keepStays();
        for (int p = evaluation.nextMarked(0); p >= 0; p = evaluation.nextMarked(p + 1)) {
            Membership lease = evaluation.lease(p);
            int told = state.standings.find(lease.segment());
            if (told < 0 ? lease.value() == Truth.TRUE : lease.value() != state.standings.value(told)) {
                tell(state, p, lease, told, cause, event, transitions);
            }
            leases.put(state, state.watch, p, Leases.since(lease, state));
        }
        evaluation.follow(state.movements);
        state.nextTimer = state.movements.next();
    }

    private void tell(
            CustomerState state,
            int position,
            Membership lease,
            int told,
            Cause cause,
            @Nullable Event event,
            List<Transition> transitions) {
        long sequence = told < 0 ? 1 : state.standings.sequence(told) + 1;
        transitions.add(new Transition(
                plan.definition(position).id(),
                lease.definitionVersion(),
                sequence,
                lease.value(),
                state.clock,
                cause(position, cause, event),
                event == null ? null : event.id()));
        state.standings.put(lease.segment(), lease.value(), state.clock, sequence, lease.definitionVersion());
    }

    private Cause cause(int position, Cause cause, @Nullable Event event) {
        if (event == null && becameKnown.get(position)) {
            return Cause.BACKFILL;
        }
        String purpose = plan.purpose(position);
        return event != null && purpose != null && event.consent().containsKey(purpose) ? Cause.CONSENT : cause;
    }
}
