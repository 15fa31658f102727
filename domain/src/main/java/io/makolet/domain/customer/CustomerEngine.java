package io.makolet.domain.customer;

import io.makolet.domain.customer.CustomerState.Standing;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.AggregatePlan;
import io.makolet.domain.segment.CustomerFacts;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Series;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies events and time to one customer's state and says what changed.
 *
 * <p>A customer has a clock of their own: the latest instant they were evaluated for. An event first brings the clock up
 * to it, telling each change that time alone made on the way at its exact instant, and is applied then; so the
 * transitions are the same whether timers fired early, late or not at all. An event older than the clock corrects the
 * aggregates as if it had come in time, and the memberships from the clock on. Not thread-safe.
 */
public final class CustomerEngine {

    private final SegmentPlan plan;
    private final EngineSettings settings;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Set<Long> aggregateIds = new HashSet<>();

    /** An engine with default bounds. */
    public CustomerEngine(SegmentPlan plan) {
        this(plan, EngineSettings.DEFAULT);
    }

    /** An engine for a plan. */
    public CustomerEngine(SegmentPlan plan, EngineSettings settings) {
        this.plan = plan;
        this.settings = settings;
        plan.aggregates().forEach(aggregate -> aggregateIds.add(aggregate.id()));
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
        advance(state, event.time() - 1, transitions);
        state.clock = clock;
        state.applied++;
        state.revision = 0;
        state.lastEventId = event.id();
        state.lastEventTime = event.time();
        apply(state, event);
        evaluate(state, late ? Cause.LATE : Cause.EVENT, event, transitions);
        return new Outcome(true, false, late, transitions, state.nextTimer);
    }

    /** Tells every change that time alone brings up to and including an instant (milliseconds UTC). */
    public Outcome onTime(CustomerState state, long through) {
        List<Transition> transitions = new ArrayList<>(2);
        if (!advance(state, through, transitions)) {
            return Outcome.unchanged(state.nextTimer, false);
        }
        state.revision++;
        return new Outcome(true, false, false, transitions, state.nextTimer);
    }

    /** Evaluates again, at the customer's own clock, after the plan changed; forgets what no definition uses. */
    public Outcome onDefinitions(CustomerState state) {
        state.series.keySet().retainAll(aggregateIds);
        List<Transition> transitions = new ArrayList<>(2);
        evaluate(state, Cause.DEFINITION, null, transitions);
        state.revision++;
        return new Outcome(true, false, false, transitions, state.nextTimer);
    }

    /** Memberships of the live segments as of the customer's clock, in order of index. */
    public List<Membership> memberships(CustomerState state) {
        List<Membership> leases = state.leases;
        if (leases == null) {
            leases = leases(state);
            state.leases = leases;
        }
        return leases;
    }

    private void apply(CustomerState state, Event event) {
        for (ProfileChange change : event.profileChanges()) {
            if (change.value() == null) {
                state.profile.remove(change.field());
            } else {
                state.profile.put(change.field(), change.value());
            }
        }
        state.consent.putAll(event.consent());
        for (AggregatePlan aggregate : plan.aggregatesFor(event)) {
            if (aggregate.matches(event, state.profile)) {
                Series series = state.series.computeIfAbsent(aggregate.id(), id -> aggregate.newSeries());
                series.add(event.time(), aggregate.quantity(event));
                series.prune(state.clock);
            }
        }
        Interests.apply(state, event);
    }

    /** Passes every due instant up to {@code through}; false if none was due. */
    private boolean advance(CustomerState state, long through, List<Transition> transitions) {
        boolean moved = false;
        while (state.nextTimer <= through) {
            state.clock = state.nextTimer;
            evaluate(state, Cause.TIMER, null, transitions);
            moved = true;
        }
        return moved;
    }

    private void evaluate(CustomerState state, Cause cause, @Nullable Event event, List<Transition> transitions) {
        List<Membership> leases = leases(state);
        long next = Long.MAX_VALUE;
        for (int position = 0; position < leases.size(); position++) {
            Membership lease = leases.get(position);
            Standing before = state.standings.get(lease.segment());
            Standing now = settle(state, position, lease, before, cause, event, transitions);
            leases.set(position, since(lease, now));
            next = Math.min(
                    next,
                    lease.flips().isEmpty()
                            ? lease.validUntil()
                            : lease.flips().get(0).at());
        }
        state.leases = leases;
        state.nextTimer = next;
    }

    private Standing settle(
            CustomerState state,
            int position,
            Membership lease,
            @Nullable Standing before,
            Cause cause,
            @Nullable Event event,
            List<Transition> transitions) {
        if (before != null && before.value() == lease.value()) {
            return before;
        }
        if (before == null && lease.value() != Truth.TRUE) {
            Standing initial = new Standing(lease.value(), Long.MIN_VALUE, 0, lease.definitionVersion());
            state.standings.put(lease.segment(), initial);
            return initial;
        }
        long sequence = before == null ? 1 : before.sequence() + 1;
        transitions.add(new Transition(
                plan.definition(position).id(),
                lease.definitionVersion(),
                sequence,
                lease.value(),
                state.clock,
                cause(position, cause, event),
                event == null ? null : event.id()));
        Standing now = new Standing(lease.value(), state.clock, sequence, lease.definitionVersion());
        state.standings.put(lease.segment(), now);
        return now;
    }

    private Cause cause(int position, Cause cause, @Nullable Event event) {
        String purpose = plan.purpose(position);
        return event != null && purpose != null && event.consent().containsKey(purpose) ? Cause.CONSENT : cause;
    }

    private List<Membership> leases(CustomerState state) {
        CustomerFacts facts = new Facts(state);
        List<Membership> leases = new ArrayList<>(plan.size());
        for (int position = 0; position < plan.size(); position++) {
            Membership lease = plan.lease(position, facts, state.clock);
            leases.add(since(lease, state.standings.get(lease.segment())));
        }
        return leases;
    }

    private static Membership since(Membership lease, @Nullable Standing standing) {
        return new Membership(
                lease.segment(),
                lease.definitionVersion(),
                lease.value(),
                standing == null ? Long.MIN_VALUE : standing.since(),
                lease.flips(),
                lease.validUntil(),
                lease.reason());
    }

    private record Facts(CustomerState state) implements CustomerFacts {
        @Override
        public @Nullable Series series(long aggregateId) {
            return state.series.get(aggregateId);
        }

        @Override
        public Map<String, ProfileValue> profile() {
            return state.profile;
        }

        @Override
        public Map<String, Boolean> consent() {
            return state.consent;
        }
    }
}
