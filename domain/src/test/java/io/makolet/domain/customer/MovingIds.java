package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import io.makolet.domain.identity.Link;
import io.makolet.domain.identity.LinkGraph;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a job, as far as identity goes: links, ids, persons. Messages between two keys keep their order, and else
 * come in any; what is kept can be packed at any moment and taken up again.
 */
final class MovingIds {

    /** What comes from outside: an event, or a link. */
    record Input(@Nullable Event event, @Nullable Link link) {}

    /** What an id sends to a person. */
    private sealed interface Message {}

    @SuppressWarnings("ArrayRecordComponent") // bytes on their way
    private record Joins(byte[] state) implements Message {}

    private record Leaves(String person) implements Message {}

    private record Happened(Event event) implements Message {}

    private record Way(String from, String to) {}

    /** What was told last of a segment. */
    record Told(long sequence, Truth value) {}

    private final CustomerEngine engine;
    private final LinkGraph graph;
    private final Map<String, CustomerState> ids = new TreeMap<>();
    private final Map<String, String> assigned = new HashMap<>();
    private final Map<String, Deque<String>> assignments = new TreeMap<>();
    private final Map<Way, Deque<Message>> messages = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private final Map<String, Person> persons = new TreeMap<>();
    private final Map<String, Map<String, Told>> told = new TreeMap<>();

    MovingIds(CustomerEngine engine) {
        this.engine = engine;
        this.graph = new LinkGraph(4, 6);
    }

    /** Another run of the job, from what this one has kept. */
    MovingIds restarted() {
        MovingIds next = new MovingIds(engine);
        graph.statements().forEach(next.graph::add);
        ids.forEach((id, state) -> next.ids.put(id, CustomerStateCodec.decode(CustomerStateCodec.encode(state))));
        next.assigned.putAll(assigned);
        assignments.forEach((id, queue) -> next.assignments.put(id, new ArrayDeque<>(queue)));
        messages.forEach((way, queue) -> next.messages.put(way, new ArrayDeque<>(queue)));
        next.ways.addAll(ways);
        persons.forEach((name, person) -> next.persons.put(name, PersonCodec.decode(PersonCodec.encode(person))));
        told.forEach((name, segments) -> next.told.put(name, new TreeMap<>(segments)));
        return next;
    }

    void take(Input input) {
        Link link = input.link();
        if (link != null) {
            graph.add(link).forEach((id, person) -> {
                // The id that gives the person the name has to come too, where it has not.
                assignments.computeIfAbsent(person, i -> new ArrayDeque<>()).add(person);
                assignments.computeIfAbsent(id, i -> new ArrayDeque<>()).add(person);
            });
        }
        Event event = input.event();
        if (event != null) {
            happened(event);
        }
    }

    /** Delivers one of the messages that wait, any of those that can be next; false if none waits. */
    boolean deliver(Random random) {
        List<Runnable> next = new ArrayList<>();
        assignments.forEach((id, queue) -> {
            if (!queue.isEmpty()) {
                next.add(() -> assign(id, queue.remove()));
            }
        });
        for (Way way : ways) {
            Deque<Message> queue = messages.getOrDefault(way, new ArrayDeque<>());
            if (!queue.isEmpty()) {
                next.add(() -> receive(way, queue.remove()));
            }
        }
        if (next.isEmpty()) {
            return false;
        }
        next.get(random.nextInt(next.size())).run();
        return true;
    }

    LinkGraph graph() {
        return graph;
    }

    /** The person of a name; null where the id was never linked. */
    @Nullable
    Person person(String name) {
        return persons.get(name);
    }

    Map<String, Told> told(String name) {
        return told.getOrDefault(name, Map.of());
    }

    private CustomerState state(String id) {
        return ids.computeIfAbsent(id, CustomerState::new);
    }

    private void happened(Event event) {
        CustomerState state = state(event.customerId());
        Outcome outcome = engine.onEvent(state, event);
        String person = assigned.get(event.customerId());
        if (person == null) {
            tell(event.customerId(), outcome);
        } else {
            send(event.customerId(), person, new Happened(event));
        }
    }

    private void assign(String id, String person) {
        String before = assigned.put(id, person);
        if (before == null) {
            send(id, id, new Joins(CustomerStateCodec.encode(state(id))));
            before = id;
        }
        if (!before.equals(person)) {
            send(id, before, new Leaves(person));
            if (!before.equals(id) && !person.equals(id)) {
                send(id, id, new Leaves(person));
            }
            send(id, person, new Joins(CustomerStateCodec.encode(state(id))));
        }
    }

    private void send(String id, String person, Message message) {
        Way way = new Way(id, person);
        messages.computeIfAbsent(way, w -> {
                    ways.add(w);
                    return new ArrayDeque<>();
                })
                .add(message);
    }

    private void receive(Way way, Message message) {
        Person person = persons.computeIfAbsent(way.to(), Person::new);
        Outcome outcome;
        if (message instanceof Joins joins) {
            outcome = person.join(CustomerStateCodec.decode(joins.state()), 1, engine);
        } else if (message instanceof Leaves leaves) {
            outcome = person.leave(way.from(), leaves.person(), 1, engine);
        } else {
            outcome = person.onEvent(way.from(), ((Happened) message).event(), 0, 0, engine);
        }
        tell(way.to(), outcome);
    }

    /** A list elsewhere that is made of transitions: none is missing, none comes twice. */
    private void tell(String name, Outcome outcome) {
        for (Transition transition : outcome.transitions()) {
            Told before = told.computeIfAbsent(name, n -> new TreeMap<>())
                    .put(transition.segmentId(), new Told(transition.sequence(), transition.value()));
            boolean follows = before == null
                    ? transition.sequence() == 1 && transition.value() == Truth.TRUE
                    : transition.sequence() == before.sequence() + 1 && transition.value() != before.value();
            if (!follows) {
                throw new AssertionError(name + " told " + transition + " after " + before);
            }
        }
    }
}
