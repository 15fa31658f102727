package io.makolet.domain.customer;

import io.makolet.domain.segment.Transition;
import java.util.List;

/**
 * What came of an event, or of time.
 *
 * @param changed the state changed, and with it the view
 * @param duplicate the event was known and nothing was done
 * @param late the event is older than what the customer was evaluated for before
 * @param transitions changed memberships, in order of time
 * @param nextTimer instant of event time (milliseconds UTC) at which time alone may change something next;
 *     {@link Long#MAX_VALUE} for never
 */
public record Outcome(boolean changed, boolean duplicate, boolean late, List<Transition> transitions, long nextTimer) {

    static Outcome unchanged(long nextTimer, boolean duplicate) {
        return new Outcome(false, duplicate, false, List.of(), nextTimer);
    }
}
