package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.Outcome;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The stored state of customers. Each call is about the customer who is Flink's current key: it reads the state at most
 * once, applies something to it under the rules, writes it at most once, sets the one timer and tells what came of it.
 */
final class Customers {

    private static final long NEVER = Long.MAX_VALUE;

    private final ValueState<byte[]> stored;
    private final InternalTimerService<VoidNamespace> timers;
    private final Announcer announcer;
    private final CustomerMetrics counts;

    /** Tells what came of something. */
    interface Announcer {
        /** The customer's view changed. */
        void view(CustomerState state, Rules rules);

        /** The customer entered or left a segment. */
        void transition(String customerId, Transition transition);
    }

    Customers(
            ValueState<byte[]> stored,
            InternalTimerService<VoidNamespace> timers,
            Announcer announcer,
            CustomerMetrics counts) {
        this.stored = stored;
        this.timers = timers;
        this.announcer = announcer;
        this.counts = counts;
    }

    /**
     * Something happened to the customer.
     *
     * @throws PoisonException if the event can't be applied; nothing has changed then
     */
    void happened(Event event, Rules rules) throws IOException, PoisonException {
        byte[] packed = stored.value();
        CustomerState state =
                packed == null ? new CustomerState(event.customerId()) : CustomerStateCodec.decode(packed);
        Outcome outcome;
        try {
            outcome = rules.engine().onEvent(state, event);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new PoisonException(Reason.INVALID_VALUE, "event " + event.id() + ": " + e, null);
        }
        if (outcome.duplicate()) {
            counts.duplicates.inc();
            return;
        }
        counts.applied.inc();
        counts.late.inc(outcome.late() ? 1 : 0);
        settle(state, outcome, rules);
    }

    /** The customer, if there is one, is to be evaluated and told again. */
    void evaluate(Rules rules) throws IOException {
        byte[] packed = stored.value();
        if (packed != null) {
            CustomerState state = CustomerStateCodec.decode(packed);
            settle(state, rules.engine().onDefinitions(state), rules);
        }
    }

    /** A timer of the customer has come due; every instant up to {@code through} has passed. */
    void timeCame(long timer, long through, Rules rules) throws IOException {
        byte[] packed = stored.value();
        if (packed == null) {
            return;
        }
        CustomerState state = CustomerStateCodec.decode(packed);
        if (state.armedTimer() == timer) {
            counts.timers.inc();
            state.armTimer(NEVER);
            settle(state, rules.engine().onTime(state, through), rules);
        }
    }

    private void settle(CustomerState state, Outcome outcome, Rules rules) throws IOException {
        arm(state, outcome.nextTimer());
        byte[] packed = CustomerStateCodec.encode(state);
        stored.update(packed);
        counts.stateWrites.inc();
        counts.stateBytes.inc(packed.length);
        if (outcome.changed()) {
            counts.views.inc();
            announcer.view(state, rules);
        }
        for (Transition transition : outcome.transitions()) {
            counts.transitions.inc();
            announcer.transition(state.customerId(), transition);
        }
    }

    private void arm(CustomerState state, long flip) {
        long due = flip == NEVER ? NEVER : flip + EventTimes.OUT_OF_ORDERNESS_MILLIS;
        if (due == state.armedTimer()) {
            return;
        }
        if (state.armedTimer() != NEVER) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.armedTimer());
        }
        if (due != NEVER) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
        }
        state.armTimer(due);
    }
}
