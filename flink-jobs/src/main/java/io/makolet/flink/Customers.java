package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.Erasure;
import io.makolet.domain.customer.Outcome;
import io.makolet.domain.customer.Person;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What happens to customers: takes the state of one, applies something to it under the rules, keeps it, sets its timer and
 * tells what came of it.
 */
final class Customers {

    private static final long NEVER = Long.MAX_VALUE;

    private final CustomerStore<CustomerState> store;
    private final FlipTimers timers;
    private final Announcer announcer;
    private final Consumer<LogRecord> moves;
    private final CustomerMetrics counts;
    private final Erasures erasures;

    /** Tells what came of something. */
    interface Announcer {
        /** The run, as it is in the versions of views. */
        long attempt();

        /** The customer's view changed. */
        void view(CustomerState state, Rules rules);

        /** The view of a person's name changed. */
        void view(Person person, Rules rules);

        /** The customer entered or left a segment. */
        void transition(String customerId, Transition transition);

        /** Nothing is known of the customer any more. */
        void gone(String customerId);
    }

    /**
     * @param moves takes what becomes of an id that is a person's
     * @param erasures who was forgotten, and so begins a later era
     */
    Customers(
            CustomerStore<CustomerState> store,
            FlipTimers timers,
            Announcer announcer,
            Consumer<LogRecord> moves,
            CustomerMetrics counts,
            Erasures erasures) {
        this.store = store;
        this.timers = timers;
        this.announcer = announcer;
        this.moves = moves;
        this.counts = counts;
        this.erasures = erasures;
    }

    /**
     * Something happened to the customer.
     *
     * @param record that tells of it
     * @throws PoisonException if the event can't be applied; nothing has changed then
     * @throws IllegalStateException if it can't be applied, and what it changed can't be undone: who goes on from the last
     *     checkpoint has the state as it was
     */
    void happened(Event event, LogRecord record, Rules rules) throws IOException, PoisonException {
        CustomerState state = findOrNew(event.customerId());
        Outcome outcome;
        try {
            outcome = rules.engine().onEvent(state, event, record.source(), record.offset());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw undone(event, e);
        }
        if (outcome.duplicate()) {
            counts.duplicates.inc();
            return;
        }
        counts.applied.inc();
        counts.late.inc(outcome.late() ? 1 : 0);
        settle(state, record, outcome, rules);
    }

    /**
     * A backfill brings what happened to the customer before. Of whom nothing is known, nothing happened yet: all of it will
     * come by itself.
     *
     * @param record the command that brings it
     * @throws PoisonException as {@link #happened} does
     * @throws IllegalStateException as {@link #happened} does
     */
    void brought(RecordDecoder.Brought brought, LogRecord record, Rules rules) throws IOException, PoisonException {
        Event event = brought.event();
        CustomerState state = store.find(event.customerId());
        if (state == null) {
            return;
        }
        Outcome outcome;
        try {
            LogRecord origin = brought.origin();
            outcome = rules.engine().onPast(state, brought.backfill(), event, origin.source(), origin.offset());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw undone(event, e);
        }
        if (!outcome.duplicate()) {
            counts.backfilled.inc();
            settle(state, record, outcome, rules);
        }
    }

    /**
     * The id is a person's. It moves in with itself before it goes anywhere else, and says where it is also where nothing has
     * changed: an earlier run may have told something else.
     *
     * @param known is the id known from now on, if it is not yet?
     */
    void assign(String id, String person, boolean known) throws IOException {
        CustomerState state = known ? findOrNew(id) : store.find(id);
        if (state == null) {
            return;
        }
        String before = state.person();
        if (before == null) {
            timers.disarm(state);
            joins(state, id);
        } else if (!before.equals(person) && !before.equals(id)) {
            moves.accept(Moves.leaves(id, before, person));
        }
        if (!person.equals(id)) {
            moves.accept(Moves.leaves(id, id, person));
        }
        if (before != null || !person.equals(id)) {
            joins(state, person);
        }
        state.assign(person);
        store.changed(state);
    }

    private void joins(CustomerState state, String person) {
        moves.accept(Moves.joins(state, person));
    }

    /** Passes a record on to the person whose id its key is; false if it is nobody's but its own. */
    boolean pass(LogRecord record) throws IOException {
        CustomerState state = store.find(record.key());
        String person = state == null ? null : state.person();
        if (person == null) {
            return false;
        }
        moves.accept(Moves.happens(record, person));
        return true;
    }

    private PoisonException undone(Event event, RuntimeException reason) throws IOException {
        if (!store.undo(event.customerId())) {
            throw new IllegalStateException("event " + event.id() + " changed half of a state", reason);
        }
        return new PoisonException(Reason.INVALID_VALUE, "event " + event.id() + ": " + reason, null);
    }

    /** The customer, if there is one, is to be evaluated and told again. */
    void evaluate(String customerId, Rules rules) throws IOException {
        CustomerState state = store.find(customerId);
        if (state != null) {
            settle(state, rules.engine().onTouch(state), rules);
        }
    }

    /**
     * A customer is to be brought under the rules; false if nothing of interest changed by it, and then nothing is written.
     *
     * @param again are they to be told again in any case?
     */
    boolean visit(CustomerState state, Rules rules, boolean again) throws IOException {
        if (state.person() != null) {
            if (rules.engine().onDefinitions(state).changed()) {
                store.changed(state);
            }
            return false;
        }
        long passed = timers.passed();
        Outcome outcome = again
                ? rules.engine().onRetelling(state, passed)
                : rules.engine().onDefinitions(state, passed);
        if (outcome.changed()) {
            settle(state, outcome, rules);
        }
        return outcome.changed();
    }

    /**
     * What is known of the customer from before an erasure is to be forgotten: memberships end, the timer and the state go,
     * and readers are told that nobody is there. What came after the erasure stays.
     *
     * @return false if nothing of before was known
     */
    boolean forget(Erasure erasure, Rules rules) throws IOException {
        String customerId = erasure.customerId();
        CustomerState state = store.find(customerId);
        if (state == null || !erasure.coversEra(state.era())) {
            return false;
        }
        timers.disarm(state);
        store.remove(customerId);
        counts.erased.inc();
        String person = state.person();
        if (person != null) {
            moves.accept(Moves.forgotten(erasure, person));
            if (!person.equals(customerId)) {
                moves.accept(Moves.forgotten(erasure, customerId));
            }
            return true;
        }
        announcer.gone(customerId);
        for (Transition transition : rules.engine().onErasure(state, erasure)) {
            counts.transitions.inc();
            announcer.transition(customerId, transition);
        }
        return true;
    }

    /** The same, asked for now: who asked waits to hear that nobody is there, also where nobody was. */
    void forgetNow(Erasure erasure, Rules rules) throws IOException {
        if (!forget(erasure, rules) && store.find(erasure.customerId()) == null) {
            announcer.gone(erasure.customerId());
        }
    }

    /** A timer of the customer has come due; every instant up to {@code through} has passed. */
    void timeCame(String customerId, long timer, long through, Rules rules) throws IOException {
        CustomerState state = store.find(customerId);
        if (state != null && state.armedTimer() == timer) {
            counts.timers.inc();
            state.armTimer(NEVER);
            settle(state, rules.engine().onTime(state, through), rules);
        }
    }

    private CustomerState findOrNew(String customerId) throws IOException {
        CustomerState found = store.find(customerId);
        return found == null ? new CustomerState(customerId, erasures.era(customerId)) : found;
    }

    /** A record was applied. Where the id is a person's, the person tells what comes of it. */
    private void settle(CustomerState state, LogRecord record, Outcome outcome, Rules rules) throws IOException {
        String person = state.person();
        if (person == null) {
            settle(state, outcome, rules);
        } else {
            store.changed(state);
            moves.accept(Moves.happens(record, person));
        }
    }

    private void settle(CustomerState state, Outcome outcome, Rules rules) throws IOException {
        timers.arm(state, outcome.nextTimer());
        store.changed(state);
        if (outcome.changed()) {
            counts.views.inc();
            announcer.view(state, rules);
        }
        for (Transition transition : outcome.transitions()) {
            counts.transitions.inc();
            announcer.transition(state.customerId(), transition);
        }
    }
}
