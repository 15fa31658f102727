package io.makolet.domain.explain;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.explain.Counterfactual.Passes;
import io.makolet.domain.explain.Counterfactual.Step;
import io.makolet.domain.segment.Condition.EventUse;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Inspection;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Explains memberships under one plan, without changing anything. Not thread-safe. */
public final class Explainer {

    /** Coming changes at which is tried whether a counterfactual still holds. */
    private static final int MOST_DEADLINES = 24;

    private static final int MOST_CHANGES_OF_ONE = 8;

    /** Changes that are farther away say nothing to anybody; definitions have no longer spans. */
    private static final long HORIZON_MILLIS = Duration.ofDays(36_500).toMillis();

    private final SegmentPlan plan;
    private final Inspection inspection;
    private final CustomerEngine engine;

    /** Scratch space for a plan. */
    public Explainer(SegmentPlan plan) {
        this.plan = plan;
        this.inspection = new Inspection(plan);
        this.engine = new CustomerEngine(plan);
    }

    /**
     * Why a customer is in a segment or not; empty where no such segment is live.
     *
     * @param state of the customer, or null of whom nothing is known
     * @param instant for which to explain, milliseconds UTC; not before the state's clock, else that is taken
     */
    public Optional<Explanation> explain(
            String customerId, @Nullable CustomerState state, String segmentId, long instant) {
        int position = inspection.position(segmentId);
        if (position < 0) {
            return Optional.empty();
        }
        CustomerState known = state == null ? new CustomerState(customerId) : state;
        long at = Math.max(instant, known.clock());
        CustomerState facts = asOf(known, at);
        Finding.Segment found = inspection.inspect(position, facts, at);
        return Optional.of(new Explanation(
                customerId,
                state != null,
                at,
                Inspection.zone(facts).getId(),
                found,
                change(facts, position, found, at)));
    }

    /** The customer at an instant: what a stay has to know of the time up to it is noted, on a copy. */
    private CustomerState asOf(CustomerState state, long at) {
        if (!plan.hasStays() || state.applied() == 0 || state.clock() == at) {
            return state;
        }
        CustomerState copy = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
        engine.onTime(copy, at);
        return copy;
    }

    private @Nullable Counterfactual change(CustomerState facts, int position, Finding.Segment found, long at) {
        Truth wanted = Truth.of(found.value() != Truth.TRUE);
        Trial trial = new Trial(engine, inspection, position, wanted, facts);
        List<List<Step>> proposals = Proposals.of(found, wanted == Truth.TRUE);
        for (List<Step> steps : proposals) {
            if (!steps.isEmpty() && trial.succeeds(steps, at)) {
                List<Step> needed = needed(steps, rest -> trial.succeeds(rest, at));
                return new Counterfactual(wanted, needed, before(trial, facts, position, needed, at));
            }
        }
        long passed = inspection.changesTo(wanted, position, facts, at);
        if (passed - at <= HORIZON_MILLIS) {
            return new Counterfactual(wanted, List.of(passes(found, passed)), Long.MAX_VALUE);
        }
        for (List<Step> steps : proposals) {
            long later = steps.isEmpty() ? Long.MAX_VALUE : trial.succeedsLater(steps, at);
            if (later - at <= HORIZON_MILLIS) {
                List<Step> all = needed(steps, rest -> trial.succeedsLater(rest, at) == later);
                all.add(passes(found, later));
                return new Counterfactual(wanted, all, Long.MAX_VALUE);
            }
        }
        return null;
    }

    /** The steps without those that can be left out. */
    private static List<Step> needed(List<Step> steps, Predicate<List<Step>> succeeds) {
        List<Step> needed = new ArrayList<>(steps);
        for (int i = needed.size() - 1; i >= 0 && needed.size() > 1; i--) {
            Step left = needed.remove(i);
            if (!succeeds.test(needed)) {
                needed.add(i, left);
            }
        }
        return needed;
    }

    /** First of the coming changes from which these steps are no longer enough. */
    private long before(Trial trial, CustomerState facts, int position, List<Step> steps, long at) {
        return inspection.changes(position, facts, at, MOST_CHANGES_OF_ONE).headSet(at + HORIZON_MILLIS).stream()
                .limit(MOST_DEADLINES)
                .filter(change -> !trial.succeeds(steps, change - 1))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static Passes passes(Finding.Segment segment, long until) {
        Set<String> types = new TreeSet<>();
        collect(segment.when(), types);
        return new Passes(until, List.copyOf(types));
    }

    private static void collect(Finding finding, Set<String> types) {
        for (EventUse use : finding.condition().uses()) {
            types.addAll(use.match().eventTypes());
        }
        finding.parts().forEach(part -> collect(part, types));
        if (finding.segment() != null) {
            collect(finding.segment().when(), types);
        }
    }
}
