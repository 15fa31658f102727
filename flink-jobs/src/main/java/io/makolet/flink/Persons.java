package io.makolet.flink;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.Erasure;
import io.makolet.domain.customer.Outcome;
import io.makolet.domain.customer.Person;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Transition;
import io.makolet.flink.RecordDecoder.Brought;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to persons of several ids: takes one, applies something under the rules, keeps it, sets the timer and tells
 * what came of it.
 */
final class Persons {

    private static final long NEVER = Long.MAX_VALUE;

    private final CustomerStore<Person> store;
    private final FlipTimers timers;
    private final Customers.Announcer announcer;
    private final CustomerMetrics counts;

    Persons(CustomerStore<Person> store, FlipTimers timers, Customers.Announcer announcer, CustomerMetrics counts) {
        this.store = store;
        this.timers = timers;
        this.announcer = announcer;
        this.counts = counts;
    }

    /** What is told of a person; null if nothing is. */
    @Nullable
    CustomerState told(String name) throws IOException {
        Person person = store.find(name);
        return person == null || !person.isTold() ? null : person.told();
    }

    /** An id is the person's from now on. */
    void joins(String name, CustomerState state, Rules rules) throws IOException {
        Person found = store.find(name);
        Person person = found == null ? new Person(name) : found;
        settle(person, person.join(state, announcer.attempt(), rules.engine()), rules);
    }

    /** An id is another person's from now on. */
    void leaves(String name, Moves.Leaves move, Rules rules) throws IOException {
        Person person = store.find(name);
        if (person != null) {
            settle(person, person.leave(move.id(), move.person(), announcer.attempt(), rules.engine()), rules);
        }
    }

    /**
     * Something happened under one of the person's ids, or a backfill brings it.
     *
     * @throws PoisonException if it can't be applied; nothing has changed then
     */
    void happened(String name, Event event, LogRecord record, Rules rules) throws IOException, PoisonException {
        apply(
                name,
                event,
                person -> person.onEvent(record.key(), event, record.source(), record.offset(), rules.engine()),
                rules);
    }

    /** A backfill brings what happened under one of the person's ids; throws as {@link #happened} does. */
    void brought(String name, String id, Brought brought, Rules rules) throws IOException, PoisonException {
        LogRecord origin = brought.origin();
        apply(
                name,
                brought.event(),
                person -> person.onPast(
                        id, brought.backfill(), brought.event(), origin.source(), origin.offset(), rules.engine()),
                rules);
    }

    /** What happens to a person. */
    private interface Change {
        Outcome apply(Person person);
    }

    private void apply(String name, Event event, Change change, Rules rules) throws IOException, PoisonException {
        Person person = store.find(name);
        if (person == null) {
            return;
        }
        Outcome outcome;
        try {
            outcome = change.apply(person);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new PoisonException(
                    Reason.INVALID_VALUE, "event " + event.id() + " of person " + name + ": " + e, null);
        }
        if (!outcome.duplicate()) {
            settle(person, outcome, rules);
        }
    }

    /** The person, if there is one, is to be evaluated and told again. */
    void evaluate(String name, Rules rules) throws IOException {
        Person person = store.find(name);
        if (person != null) {
            settle(person, person.onTouch(rules.engine()), rules);
        }
    }

    /** A person is to be brought under the rules; as {@link Customers#visit} says. */
    boolean visit(Person person, Rules rules, boolean again) throws IOException {
        CustomerEngine engine = rules.engine();
        Outcome outcome = person.onDefinitions(timers.passed(), again, engine);
        settle(person, outcome, rules);
        return outcome.changed();
    }

    /** What was known of one of the person's ids is to be forgotten. */
    void forgotten(String name, Erasure erasure, Rules rules) throws IOException {
        Person person = store.find(name);
        if (erasure.customerId().equals(name)) {
            if (!forget(erasure, rules)) {
                announcer.gone(name);
            }
        } else if (person != null) {
            settle(person, person.forget(erasure.customerId(), announcer.attempt(), rules.engine()), rules);
        }
    }

    /** All that is known of a person from before an erasure is to be forgotten; as {@link Customers#forget} says. */
    boolean forget(Erasure erasure, Rules rules) throws IOException {
        String name = erasure.customerId();
        Person person = store.find(name);
        if (person == null || !erasure.coversEra(person.told().era())) {
            return false;
        }
        timers.disarm(person.told());
        store.remove(name);
        announcer.gone(name);
        for (Transition transition : rules.engine().onErasure(person.told(), erasure)) {
            counts.transitions.inc();
            announcer.transition(name, transition);
        }
        return true;
    }

    /** A timer of the person has come due; every instant up to {@code through} has passed. */
    void timeCame(String name, long timer, long through, Rules rules) throws IOException {
        Person person = store.find(name);
        if (person != null && person.told().armedTimer() == timer) {
            counts.timers.inc();
            person.told().armTimer(NEVER);
            settle(person, person.onTime(through, rules.engine()), rules);
        }
    }

    private void settle(Person person, Outcome outcome, Rules rules) throws IOException {
        CustomerState told = person.told();
        timers.arm(told, outcome.nextTimer());
        store.changed(person);
        if (outcome.changed()) {
            counts.views.inc();
            announcer.view(person, rules);
        }
        for (Transition transition : outcome.transitions()) {
            counts.transitions.inc();
            announcer.transition(told.customerId(), transition);
        }
    }
}
