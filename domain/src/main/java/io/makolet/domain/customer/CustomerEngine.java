package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
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

    private final SegmentPlan plan;
    private final EngineSettings settings;
    private final Evaluation evaluation;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Set<Long> aggregateIds = new HashSet<>();
    private final Set<Long> sequenceIds = new HashSet<>();
    private final int[] notFalseOfStrangers;
    private final Map<Long, Succession> successions = new HashMap<>();

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
        this.notFalseOfStrangers = plan.notFalseOfStrangers();
        plan.aggregates().stream().map(AggregatePlan::id).forEach(aggregateIds::add);
        plan.sequences().stream().map(SequencePlan::id).forEach(sequenceIds::add);
        if (!outlines.isEmpty()) {
            PlanOutline own = PlanOutline.of(plan);
            PlanOutline.byPlan(outlines).forEach((id, from) -> successions.put(id, Succession.of(from, plan, own)));
        }
    }

    /** Applies an event of this customer. */
    public Outcome onEvent(CustomerState state, Event event) {
        boolean first = state.applied == 0;
        boolean late = !first && event.time() < state.clock;
        long clock = Math.max(state.clock, event.time());
        state.recent.prune(clock - settings.deduplication().toMillis());
        fingerprint.of(event.id());
        if (!state.recent.add(fingerprint.high(), fingerprint.low(), clock)) {
            return Outcome.unchanged(state.nextTimer, true);
        }
        List<Transition> transitions = new ArrayList<>(2);
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
        apply(state, event);
        settle(state, late ? Cause.LATE : Cause.EVENT, event, transitions);
        return new Outcome(true, false, late, transitions, state.nextTimer);
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
        List<Transition> transitions = new ArrayList<>(2);
        return revised(state, comeUnderPlan(state, transitions), transitions);
    }

    /** Evaluates everything anew, at the customer's own clock; their view is to be told again in any case. */
    public Outcome onTouch(CustomerState state) {
        List<Transition> transitions = new ArrayList<>(2);
        comeUnderPlan(state, transitions);
        state.planId = 0;
        begin(state, state.clock);
        settle(state, Cause.DEFINITION, null, transitions);
        return revised(state, true, transitions);
    }

    /** What is not about segments changed in the view: brings the customer under this plan, and the view is to be told again. */
    public Outcome onRetelling(CustomerState state) {
        List<Transition> transitions = new ArrayList<>(2);
        comeUnderPlan(state, transitions);
        return revised(state, true, transitions);
    }

    /**
     * Tells of every membership that was told and is not false that it is false, at the instant of the erasure or the
     * customer's clock, whichever is later. The state is to be thrown away then.
     */
    public List<Transition> onErasure(CustomerState state, Erasure erasure) {
        long at = Math.max(state.clock, erasure.through());
        List<Transition> transitions = new ArrayList<>(2);
        for (int i = 0; i < state.standings.size(); i++) {
            int index = state.standings.segment(i);
            int position = plan.position(index);
            Definition definition = position < 0 ? plan.retired(index) : plan.definition(position);
            if (definition != null && state.standings.value(i) != Truth.FALSE) {
                long sequence = state.standings.sequence(i) + 1;
                transitions.add(new Transition(
                        definition.id(), definition.version(), sequence, Truth.FALSE, at, Cause.ERASURE, null));
            }
        }
        return transitions;
    }

    /** Memberships of the live segments as of the customer's clock, in order of index. */
    public List<Membership> memberships(CustomerState state) {
        List<Membership> interesting = interesting(state);
        List<Membership> all = new ArrayList<>(plan.size());
        int next = 0;
        for (int position = 0; position < plan.size(); position++) {
            int index = plan.definition(position).index();
            if (next < interesting.size() && interesting.get(next).segment() == index) {
                all.add(interesting.get(next++));
            } else {
                int version = plan.definition(position).version();
                all.add(new Membership(index, version, Truth.FALSE, Long.MIN_VALUE, List.of(), Long.MAX_VALUE, null));
            }
        }
        return all;
    }

    /**
     * Those memberships that are true or unknown, that changed before, or that time alone will change, in order of index.
     * All others are false. Costs as much as there are of them: leases are computed here, if what they depend on has moved
     * since they were asked for last.
     */
    public List<Membership> interesting(CustomerState state) {
        Watch watch = watch(state);
        BitSet withoutConsent = new BitSet();
        for (String purpose : plan.purposes()) {
            if (!state.consent.getOrDefault(purpose, false)) {
                plan.forEachWithPurpose(purpose, withoutConsent::set);
            }
        }
        return withoutConsent.isEmpty() ? watch.leases() : merge(watch.leases(), watch, withoutConsent);
    }

    /** Leases with those of strangers at the positions that lack consent and are not watched. */
    private List<Membership> merge(List<Membership> watched, Watch watch, BitSet withoutConsent) {
        List<Membership> leases = new ArrayList<>(watched.size() + withoutConsent.cardinality());
        int next = withoutConsent.nextSetBit(0);
        for (int i = 0; i < watched.size(); i++) {
            int position = watch.position(i);
            for (; next >= 0 && next < position; next = withoutConsent.nextSetBit(next + 1)) {
                leases.add(plan.ofStranger(next));
            }
            next = next == position ? withoutConsent.nextSetBit(next + 1) : next;
            leases.add(watched.get(i));
        }
        for (; next >= 0; next = withoutConsent.nextSetBit(next + 1)) {
            leases.add(plan.ofStranger(next));
        }
        return leases;
    }

    /** How many leaves of conditions were touched by events and changes, since the engine began. */
    public long touchedLeaves() {
        return evaluation.touchedLeaves();
    }

    /** How many leases were computed, since the engine began. */
    public long evaluatedSegments() {
        return evaluation.evaluatedSegments();
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
    private boolean comeUnderPlan(CustomerState state, List<Transition> transitions) {
        if (state.planId == plan.id()) {
            return false;
        }
        state.series.retain(aggregateIds::contains);
        state.traces.retain(sequenceIds::contains);
        leaveRetired(state, transitions);
        Succession succession = successions.get(state.planId);
        if (succession == null || !succession.carries(state.movements)) {
            state.planId = 0;
            begin(state, state.clock);
            settle(state, Cause.DEFINITION, null, transitions);
            return true;
        }
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

    /** What lacked consent is not watched, but stands in the view as unknown. */
    private static boolean wasUnknownWithoutConsent(CustomerState state, Succession succession) {
        for (String purpose : succession.droppedPurposes()) {
            if (!state.consent.getOrDefault(purpose, false)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody belongs to a segment that is retired. */
    private void leaveRetired(CustomerState state, List<Transition> transitions) {
        for (int i = 0; i < state.standings.size(); i++) {
            int index = state.standings.segment(i);
            Definition retired = plan.retired(index);
            if (retired != null && state.standings.value(i) != Truth.FALSE) {
                long sequence = state.standings.sequence(i) + 1;
                transitions.add(new Transition(
                        retired.id(), retired.version(), sequence, Truth.FALSE, state.clock, Cause.DEFINITION, null));
                state.standings.put(index, Truth.FALSE, state.clock, sequence, retired.version());
            }
        }
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
            state.planId = plan.id();
            state.movements.clear();
            fill(state.watch, state);
        }
    }

    /** What is of interest for the customer under this plan now, with its leases. */
    private Watch watch(CustomerState state) {
        evaluation.begin(state, state.clock);
        if (state.planId != plan.id()) {
            return freshWatch(state);
        }
        Watch watch = state.watch;
        evaluation.markMoved(state.movements);
        for (int p = evaluation.nextMarked(0); p >= 0; p = evaluation.nextMarked(p + 1)) {
            int at = watch.find(p);
            Membership known = at < 0 ? null : watch.lease(at);
            put(state, watch, p, known == null ? lease(state, p) : evaluation.renew(p, known));
        }
        if (watch.lacksLeases()) {
            for (int i = 0; i < watch.size(); i++) {
                if (watch.lease(i) == null) {
                    watch.keep(i, lease(state, watch.position(i)));
                }
            }
        }
        return watch;
    }

    /** The same, where all is to be evaluated that is not a stranger's. */
    private Watch freshWatch(CustomerState state) {
        Watch watch = new Watch();
        fill(watch, state);
        for (int p = evaluation.nextMarked(0); p >= 0; p = evaluation.nextMarked(p + 1)) {
            put(state, watch, p, lease(state, p));
        }
        return watch;
    }

    private Membership lease(CustomerState state, int position) {
        return since(evaluation.lease(position), state);
    }

    private void fill(Watch watch, CustomerState state) {
        watch.clear();
        for (int position : notFalseOfStrangers) {
            if (plan.ofStranger(position).value() == Truth.UNKNOWN) {
                watch.put(position, plan.ofStranger(position));
            } else {
                evaluation.mark(position);
            }
        }
        evaluation.markAllKnown();
        for (int i = 0; i < state.standings.size(); i++) {
            int position = plan.position(state.standings.segment(i));
            if (position >= 0) {
                evaluation.mark(position);
            }
        }
    }

    private void apply(CustomerState state, Event event) {
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
        evaluation.apply(event);
        Interests.apply(state, event);
    }

    /** Computes the marked leases and tells what changed; all other leases wait until somebody asks. */
    private void settle(CustomerState state, Cause cause, @Nullable Event event, List<Transition> transitions) {
        for (int p = evaluation.nextMarked(0); p >= 0; p = evaluation.nextMarked(p + 1)) {
            Membership lease = evaluation.lease(p);
            int told = state.standings.find(lease.segment());
            if (told < 0 ? lease.value() == Truth.TRUE : lease.value() != state.standings.value(told)) {
                tell(state, p, lease, told, cause, event, transitions);
            }
            put(state, state.watch, p, since(lease, state));
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
        String purpose = plan.purpose(position);
        return event != null && purpose != null && event.consent().containsKey(purpose) ? Cause.CONSENT : cause;
    }

    /** Watches a segment if it is of interest. What only lacks consent is not: there is nothing to keep of it. */
    private void put(CustomerState state, Watch watch, int position, Membership lease) {
        if (lease.since() == Long.MIN_VALUE
                && !lease.ends()
                && (lease.value() == Truth.FALSE || lacksConsent(state, position))) {
            watch.remove(position);
        } else {
            watch.put(position, lease);
        }
    }

    private boolean lacksConsent(CustomerState state, int position) {
        String purpose = plan.purpose(position);
        return purpose != null && !state.consent.getOrDefault(purpose, false);
    }

    /** The lease with the instant since which its value was told. */
    private static Membership since(Membership lease, CustomerState state) {
        int told = state.standings.find(lease.segment());
        return told < 0
                ? lease
                : new Membership(
                        lease.segment(),
                        lease.definitionVersion(),
                        lease.value(),
                        state.standings.since(told),
                        lease.flips(),
                        lease.validUntil(),
                        lease.reason());
    }
}
