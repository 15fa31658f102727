package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The slow, obvious oracle: keeps every event and computes everything from scratch, at every instant that matters. */
public final class NaiveCustomer {

    /** A transition without what the engine adds for people. */
    public record Told(String segment, long sequence, Truth value, long effectiveAt) {}

    /** An event, the profile that its predicates saw, and how many came before it. */
    record Kept(Event event, Map<String, ProfileValue> profile, int arrival) {}

    private final String customerId;
    private final Map<Integer, Definition> segments = new TreeMap<>();
    private final List<Kept> events = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, ProfileValue> profile = new HashMap<>();
    private final Map<String, Boolean> consent = new HashMap<>();
    private final Map<Integer, Truth> standing = new HashMap<>();
    private final Map<Integer, Long> since = new HashMap<>();
    private final Map<Integer, Long> sequences = new HashMap<>();
    private final Map<Integer, NaiveStay> stays = new HashMap<>();

    /** For what is kept of events: how many events had come when a definition first asked for it. */
    private Map<Object, Integer> births = new HashMap<>();

    private long clock = Long.MIN_VALUE;

    /** This customer somewhat later, if nothing more happens; null where nobody asked since something did. */
    private @Nullable NaiveCustomer ahead;

    /** Somebody of whom nothing is known yet. */
    public NaiveCustomer(String customerId, List<Definition> definitions) {
        this.customerId = customerId;
        define(definitions);
    }

    /** The same customer, with a life of their own from now on. */
    NaiveCustomer copy() {
        NaiveCustomer copy = new NaiveCustomer(customerId, List.copyOf(segments.values()));
        copy.births = new HashMap<>(births);
        copy.events.addAll(events);
        copy.ids.addAll(ids);
        copy.profile.putAll(profile);
        copy.consent.putAll(consent);
        copy.standing.putAll(standing);
        copy.since.putAll(since);
        copy.sequences.putAll(sequences);
        stays.forEach((index, stay) -> copy.stays.put(index, stay.copy()));
        copy.clock = clock;
        return copy;
    }

    /** What an event brings, and time up to it; one that is known already brings nothing. */
    public List<Told> onEvent(Event event) {
        List<Told> told = new ArrayList<>();
        if (!ids.add(event.id())) {
            return told;
        }
        pass(event.time() - 1, told);
        clock = Math.max(clock, event.time());
        event.profileChanges().forEach(change -> {
            if (change.value() == null) {
                profile.remove(change.field());
            } else {
                profile.put(change.field(), change.value());
            }
        });
        consent.putAll(event.consent());
        events.add(new Kept(event, Map.copyOf(profile), events.size()));
        settle(clock, told);
        return told;
    }

    List<Told> onTime(long through) {
        List<Told> told = new ArrayList<>();
        pass(through, told);
        return told;
    }

    /** What other definitions bring. */
    public List<Told> onDefinitions(List<Definition> definitions) {
        define(definitions);
        List<Told> told = new ArrayList<>();
        if (!events.isEmpty()) {
            retire(definitions, told);
            settle(clock, told);
        }
        return told;
    }

    private void retire(List<Definition> definitions, List<Told> told) {
        for (Definition definition : definitions) {
            Truth before = standing.get(definition.index());
            if (definition.status() == Definition.Status.RETIRED && before != null && before != Truth.FALSE) {
                standing.put(definition.index(), Truth.FALSE);
                since.put(definition.index(), clock);
                long sequence = sequences.merge(definition.index(), 1L, Long::sum);
                told.add(new Told(definition.id(), sequence, Truth.FALSE, clock));
            }
        }
    }

    long clock() {
        return clock;
    }

    /** The customer was evaluated for an instant at which nothing was to be told. */
    void advanceClock(long instant) {
        ahead = null;
        clock = instant;
    }

    /** Membership at an instant not before the events so far, if nothing more happens until then. */
    public Truth at(String segment, long time) {
        return at(new Condition.In(segment), time);
    }

    /** Truth of a condition at an instant not before the events so far, if nothing more happens until then. */
    Truth at(Condition condition, long time) {
        return hasStay(condition) ? ahead(time).holds(condition, time) : holds(condition, time);
    }

    /** Instants of one that has a stay must not go back: whoever asks out of order gets another copy. */
    private NaiveCustomer ahead(long time) {
        if (ahead == null || ahead.clock > time) {
            ahead = copy();
        }
        ahead.pass(time, new ArrayList<>());
        ahead.clock = Math.max(ahead.clock, time);
        return ahead;
    }

    private Definition definition(String segment) {
        return segments.values().stream()
                .filter(d -> d.id().equals(segment))
                .findFirst()
                .orElseThrow();
    }

    /** Does it look at a segment with a stay, however far? */
    private boolean hasStay(Condition condition) {
        return condition.all().anyMatch(part -> part instanceof Condition.In in && hasStay(definition(in.segmentId())));
    }

    private boolean hasStay(Definition definition) {
        SegmentDefinition segment = body(definition).segment();
        return segment.stay() != null || hasStay(segment.when());
    }

    /** Instants in {@code (from, through]} at which time alone may change a membership; no event is later than {@code from}. */
    public NavigableSet<Long> instants(long from, long through) {
        NavigableSet<Long> instants = new TreeSet<>();
        NaiveEvents then = eventsAt(from);
        NaiveProfile known = new NaiveProfile(customerId, profile);
        for (Definition definition : segments.values()) {
            body(definition).segment().when().all().forEach(condition -> {
                then.instants(condition, from, through, instants);
                known.instants(condition, from, through, instants);
            });
        }
        return instants;
    }

    private void define(List<Definition> published) {
        List<Definition> definitions = published.stream()
                .filter(definition -> definition.status() == Definition.Status.LIVE)
                .toList();
        ahead = null;
        segments.clear();
        definitions.forEach(definition -> segments.put(definition.index(), definition));
        stays.keySet()
                .removeIf(index -> !segments.containsKey(index)
                        || body(segments.get(index)).segment().stay() == null);
        Map<Object, Integer> before = births;
        births = new HashMap<>();
        for (Definition definition : definitions) {
            body(definition)
                    .segment()
                    .when()
                    .all()
                    .forEach(condition -> NaiveEvents.keptFor(condition)
                            .forEach(key -> births.put(key, before.getOrDefault(key, events.size()))));
        }
    }

    /** What is told of a segment. With a stay, instants must not go back. */
    private Truth at(Definition definition, long time) {
        Truth condition = at(body(definition), time);
        Stay stay = body(definition).segment().stay();
        return stay == null ? condition : stay(definition).at(time, condition, stay);
    }

    private NaiveStay stay(Definition definition) {
        int index = definition.index();
        return stays.computeIfAbsent(index, i -> {
            Truth told = standing.get(index);
            return told == null ? new NaiveStay() : NaiveStay.of(told, since.getOrDefault(index, 0L));
        });
    }

    private Truth at(SegmentBody body, long time) {
        String purpose = body.segment().purpose();
        if (purpose != null && !consent.getOrDefault(purpose, false)) {
            return Truth.UNKNOWN;
        }
        return holds(body.segment().when(), time);
    }

    private void pass(long through, List<Told> told) {
        NavigableSet<Long> instants = instants(clock, through);
        due(clock, through, instants);
        for (Long instant = instants.pollFirst(); instant != null; instant = instants.pollFirst()) {
            if (instant > clock && instant <= through) {
                int before = told.size() + changesOfStays();
                settle(instant, told);
                clock = told.size() + changesOfStays() > before ? instant : clock;
                due(instant, through, instants);
            }
        }
    }

    private int changesOfStays() {
        return stays.values().stream().mapToInt(NaiveStay::size).sum();
    }

    private void due(long from, long through, NavigableSet<Long> instants) {
        for (Definition definition : segments.values()) {
            Stay stay = body(definition).segment().stay();
            if (stay != null) {
                stay(definition).instants(stay, from, through, instants);
            }
        }
    }

    private void settle(long time, List<Told> told) {
        ahead = null;
        segments.forEach((index, definition) -> {
            Truth now = at(definition, time);
            Truth before = standing.get(index);
            if (before == null ? now == Truth.TRUE : now != before) {
                standing.put(index, now);
                since.put(index, time);
                told.add(new Told(definition.id(), sequences.merge(index, 1L, Long::sum), now, time));
            }
        });
    }

    private Truth holds(Condition condition, long time) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().map(p -> holds(p, time)).reduce(Truth.TRUE, Truth::and);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().map(p -> holds(p, time)).reduce(Truth.FALSE, Truth::or);
        }
        if (condition instanceof Condition.AtLeast some) {
            return atLeast(some, time);
        }
        if (condition instanceof Condition.Not not) {
            return holds(not.part(), time).not();
        }
        if (condition instanceof Condition.In in) {
            return at(definition(in.segmentId()), time);
        }
        return new NaiveProfile(customerId, profile)
                .at(condition, time)
                .orElseGet(() -> eventsAt(time).at(condition, time));
    }

    /** True if it is so whatever the unknown ones are, false if it is in no case. */
    private Truth atLeast(Condition.AtLeast some, long time) {
        long yes = 0;
        long no = 0;
        for (Condition part : some.parts()) {
            Truth truth = holds(part, time);
            yes += truth == Truth.TRUE ? 1 : 0;
            no += truth == Truth.FALSE ? 1 : 0;
        }
        if (yes >= some.n()) {
            return Truth.TRUE;
        }
        return some.parts().size() - no < some.n() ? Truth.FALSE : Truth.UNKNOWN;
    }

    private NaiveEvents eventsAt(long time) {
        return new NaiveEvents(
                events.stream().filter(kept -> kept.event().time() <= time).toList(), births, profile.get("time_zone"));
    }

    private static SegmentBody body(Definition definition) {
        return (SegmentBody) Objects.requireNonNull(definition.body());
    }
}
