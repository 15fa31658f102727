package io.makolet.domain.customer;

import io.makolet.domain.segment.Evaluation;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Memberships with the instants at which they will change by time alone, computed when somebody asks, and kept with the
 * customer until what they look at has moved. Not thread-safe.
 */
final class Leases {

    private final SegmentPlan plan;
    private final Evaluation evaluation;
    private final int[] notFalseOfStrangers;

    Leases(SegmentPlan plan, Evaluation evaluation) {
        this.plan = plan;
        this.evaluation = evaluation;
        this.notFalseOfStrangers = plan.notFalseOfStrangers();
    }

    /** Those of all live segments as of the customer's clock, in order of index. */
    List<Membership> all(CustomerState state) {
        List<Membership> interesting = interesting(state);
        List<Membership> all = new ArrayList<>(plan.size());
        int next = 0;
        for (int position = 0; position < plan.size(); position++) {
            int index = plan.definition(position).index();
            if (next < interesting.size() && interesting.get(next).segment() == index) {
                all.add(interesting.get(next++));
            } else if (plan.isWarming(position)) {
                all.add(lease(state, position));
            } else {
                int version = plan.definition(position).version();
                all.add(new Membership(index, version, Truth.FALSE, Long.MIN_VALUE, List.of(), Long.MAX_VALUE, null));
            }
        }
        return all;
    }

    /** Those that are of interest, in order of index. */
    List<Membership> interesting(CustomerState state) {
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

    /** Watches what is known of strangers, and marks what is to be evaluated of this customer because the plan is new to them. */
    void fill(Watch watch, CustomerState state) {
        watch.clear();
        for (int position : notFalseOfStrangers) {
            Membership stranger = plan.ofStranger(position);
            if (stranger.value() == Truth.UNKNOWN && !stranger.ends()) {
                if (!isWarming(stranger)) {
                    watch.put(position, stranger);
                }
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

    /**
     * Watches a segment if it is of interest. What only lacks consent is not, nor what only waits for its past: there is
     * nothing to keep of it.
     */
    void put(CustomerState state, Watch watch, int position, Membership lease) {
        if (lease.since() == Long.MIN_VALUE
                && !lease.ends()
                && (lease.value() == Truth.FALSE || isWarming(lease) || lacksConsent(state, position))) {
            watch.remove(position);
        } else {
            watch.put(position, lease);
        }
    }

    private static boolean isWarming(Membership lease) {
        return lease.value() == Truth.UNKNOWN && SegmentPlan.WARMING.equals(lease.reason());
    }

    private boolean lacksConsent(CustomerState state, int position) {
        String purpose = plan.purpose(position);
        return purpose != null && !state.consent.getOrDefault(purpose, false);
    }

    /** The lease with the instant since which its value was told. */
    static Membership since(Membership lease, CustomerState state) {
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
