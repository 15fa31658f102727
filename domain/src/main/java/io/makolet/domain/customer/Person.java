package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A person who has, or had, several ids, and is told under the name of one of them: the states of all the ids that are
 * theirs now, and the union of these, which is told.
 *
 * <p>Each id belongs to one person at a time, and says so itself: it joins with its whole state, lets the person know of
 * all that happens under it, and leaves. Messages of one id keep their order; those of different ids need none. Nothing is
 * told before the id has come that has the person's name, nor after it has left for another person, until it returns.
 */
public final class Person {

    private final SortedMap<String, CustomerState> sources;
    private CustomerState told;
    private boolean named;
    private @Nullable String goneTo;

    /** A person to whom no id has come yet. */
    public Person(String name) {
        this(new CustomerState(name), false, null, new TreeMap<>());
    }

    Person(CustomerState told, boolean named, @Nullable String goneTo, SortedMap<String, CustomerState> sources) {
        this.told = told;
        this.named = named;
        this.goneTo = goneTo;
        this.sources = sources;
    }

    /** What is told of them; changes as a whole when an id comes or goes. */
    public CustomerState told() {
        return told;
    }

    /** The ids that are theirs. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /** Has the id ever come that has their name? Only then are there views of theirs. */
    public boolean isNamed() {
        return named;
    }

    /** Name of the person to whom the id has gone that has their name; null where it is here. */
    public @Nullable String goneTo() {
        return goneTo;
    }

    SortedMap<String, CustomerState> sources() {
        return sources;
    }

    /**
     * An id is theirs from now on.
     *
     * @param state all that is known of it; belongs to the person from then on
     * @param run of the job, growing
     */
    public Outcome join(CustomerState state, long run, CustomerEngine engine) {
        String id = state.customerId();
        boolean naming = id.equals(told.customerId);
        // Timers don't come along: they are of the place that the state comes from.
        state.armTimer(Long.MAX_VALUE);
        sources.put(id, state);
        if (naming) {
            goneTo = null;
        }
        if (naming && !named) {
            named = true;
            return unite(state, run, engine);
        }
        return isTold() ? unite(told, run, engine) : Outcome.unchanged(told.nextTimer, false);
    }

    /**
     * An id is another person's from now on. The id that has the person's name says so too whenever it goes on from one
     * other person to the next.
     *
     * @param person the name of the other
     * @param run of the job, growing
     */
    public Outcome leave(String id, String person, long run, CustomerEngine engine) {
        boolean was = isTold();
        sources.remove(id);
        if (id.equals(told.customerId)) {
            goneTo = person;
            told.merged = Math.max(told.merged, run);
            return engine.onGone(told);
        }
        return was ? unite(told, run, engine) : Outcome.unchanged(told.nextTimer, false);
    }

    /** Nothing of an id is known any more, and it is nobody's; the run as of {@link #join}. */
    public Outcome forget(String id, long run, CustomerEngine engine) {
        return sources.remove(id) != null && isTold()
                ? unite(told, run, engine)
                : Outcome.unchanged(told.nextTimer, false);
    }

    /**
     * Something happened under one of their ids. What happens under another one, which was forgotten meanwhile, changes nothing.
     *
     * @param source as of {@link CustomerEngine#onEvent(CustomerState, Event, long, long)}
     * @param offset of the event's record
     */
    public Outcome onEvent(String id, Event event, long source, long offset, CustomerEngine engine) {
        CustomerState of = sources.get(id);
        if (of == null) {
            return Outcome.unchanged(told.nextTimer, true);
        }
        engine.onEvent(of, event, source, offset);
        if (!isTold()) {
            return Outcome.unchanged(told.nextTimer, false);
        }
        readIn(engine);
        return engine.onEvent(told, event);
    }

    /**
     * A backfill brings what happened under one of their ids. What is told takes it from there when all has been read, and
     * knows from now on that it will.
     *
     * @param backfill as of {@link CustomerEngine#onPast}, with source and offset
     */
    public Outcome onPast(String id, int backfill, Event event, long source, long offset, CustomerEngine engine) {
        CustomerState of = sources.get(id);
        boolean duplicate =
                of == null || engine.onPast(of, backfill, event, source, offset).duplicate();
        if (!isTold()) {
            return Outcome.unchanged(told.nextTimer, duplicate);
        }
        readIn(engine);
        Outcome outcome = engine.onDefinitions(told);
        return outcome.changed() ? outcome : Outcome.unchanged(told.nextTimer, duplicate);
    }

    /** Tells every change that time alone brings up to and including an instant (milliseconds UTC). */
    public Outcome onTime(long through, CustomerEngine engine) {
        if (!isTold()) {
            return Outcome.unchanged(told.nextTimer, false);
        }
        readIn(engine);
        return engine.onTime(told, through);
    }

    /**
     * Brings the person under the engine's plan.
     *
     * @param through as of {@link CustomerEngine#onDefinitions(CustomerState, long)}
     * @param again are they to be told again in any case?
     */
    public Outcome onDefinitions(long through, boolean again, CustomerEngine engine) {
        sources.values().forEach(engine::onDefinitions);
        if (!isTold()) {
            return Outcome.unchanged(told.nextTimer, false);
        }
        readIn(engine);
        return again ? engine.onRetelling(told, through) : engine.onDefinitions(told, through);
    }

    /** Evaluates everything anew; their view is to be told again in any case. */
    public Outcome onTouch(CustomerEngine engine) {
        if (!isTold()) {
            return Outcome.unchanged(told.nextTimer, false);
        }
        readIn(engine);
        return engine.onTouch(told);
    }

    /** Are they told? Else the id that has their name has not come, or is another person's. */
    public boolean isTold() {
        return named && goneTo == null;
    }

    /** Backfills bring what they read to the ids. When one has ended, what is told has all of it. */
    private void readIn(CustomerEngine engine) {
        if (!engine.plan().warming().numbers().containsAll(told.pasts.keySet())) {
            CustomerState before = told;
            told = CustomerStates.union(engine.plan(), before, List.copyOf(sources.values()));
            told.pasts.putAll(before.pasts);
            told.stays.putAll(before.stays);
        }
    }

    private Outcome unite(CustomerState before, long run, CustomerEngine engine) {
        told = CustomerStates.union(engine.plan(), before, List.copyOf(sources.values()));
        told.merged = Math.max(told.merged, run);
        return engine.onMerge(told);
    }
}
