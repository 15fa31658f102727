package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells that memberships end which no condition ends: the segment is retired, the customer is erased, or their id is
 * another person's now.
 */
final class Departures {

    private final SegmentPlan plan;

    Departures(SegmentPlan plan) {
        this.plan = plan;
    }

    /** Nobody belongs to a segment that is retired: told at the customer's clock, and kept as told. */
    void ofRetired(CustomerState state, List<Transition> transitions) {
        end(state, plan::retired, Cause.DEFINITION, transitions);
    }

    /** The customer's id has gone to another person: told at the customer's clock, and kept as told. */
    void ofMerged(CustomerState state, List<Transition> transitions) {
        end(state, this::known, Cause.MERGE, transitions);
    }

    private static void end(
            CustomerState state, IntFunction<@Nullable Definition> which, Cause cause, List<Transition> transitions) {
        for (int i = 0; i < state.standings.size(); i++) {
            Definition ended = which.apply(state.standings.segment(i));
            if (ended != null && state.standings.value(i) != Truth.FALSE) {
                Transition end = end(state, i, ended, state.clock, cause);
                transitions.add(end);
                state.standings.put(ended.index(), Truth.FALSE, state.clock, end.sequence(), ended.version());
            }
        }
    }

    /** The customer leaves every segment at an instant (milliseconds UTC); the state stays as it is. */
    List<Transition> all(CustomerState state, long at) {
        List<Transition> transitions = new ArrayList<>(2);
        for (int i = 0; i < state.standings.size(); i++) {
            Definition definition = known(state.standings.segment(i));
            if (definition != null && state.standings.value(i) != Truth.FALSE) {
                transitions.add(end(state, i, definition, at, Cause.ERASURE));
            }
        }
        return transitions;
    }

    private @Nullable Definition known(int index) {
        int position = plan.position(index);
        return position < 0 ? plan.retired(index) : plan.definition(position);
    }

    private static Transition end(CustomerState state, int standing, Definition definition, long at, Cause cause) {
        long sequence = state.standings.sequence(standing) + 1;
        return new Transition(definition.id(), definition.version(), sequence, Truth.FALSE, at, cause, null);
    }
}
