package io.makolet.domain.explain;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.explain.Counterfactual.Becomes;
import io.makolet.domain.explain.Counterfactual.Consents;
import io.makolet.domain.explain.Counterfactual.Happens;
import io.makolet.domain.explain.Counterfactual.Passes;
import io.makolet.domain.explain.Counterfactual.Step;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.segment.Inspection;
import io.makolet.domain.segment.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries changes on copies of one customer's state. */
final class Trial {

    /** Events that are tried altogether: an explanation has its price, and no more. */
    private static final int MOST_EVENTS = 2_000;

    private final CustomerEngine engine;
    private final Inspection inspection;
    private final int position;
    private final Truth wanted;
    private final byte[] state;
    private int events;

    /**
     * @param engine under the same plan as the inspection
     * @param position of the segment
     */
    Trial(CustomerEngine engine, Inspection inspection, int position, Truth wanted, CustomerState state) {
        this.engine = engine;
        this.inspection = inspection;
        this.position = position;
        this.wanted = wanted;
        this.state = CustomerStateCodec.encode(state);
    }

    /** Has the segment the wanted truth when these have happened, the first right after an instant? */
    boolean succeeds(List<Step> steps, long after) {
        CustomerState copy = CustomerStateCodec.decode(state);
        return apply(copy, steps, after)
                .map(time -> inspection.truth(position, copy, time) == wanted)
                .orElse(false);
    }

    /** Instant at which it has it when these have happened and then time has passed; {@link Long#MAX_VALUE} for never. */
    long succeedsLater(List<Step> steps, long after) {
        CustomerState copy = CustomerStateCodec.decode(state);
        return apply(copy, steps, after)
                .map(time -> inspection.changesTo(wanted, position, copy, time))
                .orElse(Long.MAX_VALUE);
    }

    /** Time of the last event; empty where they can't be tried. */
    private Optional<Long> apply(CustomerState copy, List<Step> steps, long after) {
        long time = after;
        for (Step step : steps) {
            int times = step instanceof Happens happens ? happens.times() : 1;
            for (int i = 0; i < times; i++) {
                Optional<Event> event = event(step, copy.customerId(), time + 1);
                if (event.isEmpty() || events > MOST_EVENTS) {
                    return Optional.empty();
                }
                time++;
                try {
                    engine.onEvent(copy, event.get());
                } catch (ArithmeticException | IllegalArgumentException e) {
                    // Such an event would be refused.
                    return Optional.empty();
                }
            }
        }
        return Optional.of(time);
    }

    private Optional<Event> event(Step step, String customerId, long time) {
        events++;
        if (step instanceof Happens happens) {
            return EventSketch.of(happens, customerId, time, events);
        }
        if (step instanceof Becomes becomes) {
            ProfileChange change = new ProfileChange(becomes.field(), becomes.value());
            return Optional.of(told(customerId, time, List.of(change), Map.of()));
        }
        if (step instanceof Consents consents) {
            return Optional.of(told(customerId, time, List.of(), Map.of(consents.purpose(), true)));
        }
        throw new IllegalArgumentException(step + ", expected no " + Passes.class.getSimpleName());
    }

    private Event told(String customerId, long time, List<ProfileChange> changes, Map<String, Boolean> consent) {
        return new Event(
                "\0try " + events,
                customerId,
                "profile_update",
                time,
                EventSchema.PROFILES,
                new Object[0],
                Map.of(),
                List.of(),
                changes,
                consent);
    }
}
