package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The slow, obvious oracle: keeps every event and computes everything from scratch, at every instant that matters. */
final class NaiveCustomer {

    /** A transition without what the engine adds for people. */
    record Told(String segment, long sequence, Truth value, long effectiveAt) {}

    private final Map<String, SegmentBody> segments = new HashMap<>();
    private final List<String> order;
    private final Set<Long> spans = new TreeSet<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, ProfileValue> profile = new HashMap<>();
    private final Map<String, Boolean> consent = new HashMap<>();
    private final Map<String, Truth> standing = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private long clock = Long.MIN_VALUE;

    NaiveCustomer(List<Definition> definitions) {
        for (Definition definition : definitions) {
            if (definition.body() instanceof SegmentBody body) {
                segments.put(definition.id(), body);
                spans(body.segment().when());
            }
        }
        this.order = definitions.stream()
                .sorted(Comparator.comparingInt(Definition::index))
                .map(Definition::id)
                .toList();
    }

    List<Told> onEvent(Event event) {
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
        events.add(event);
        settle(clock, told);
        return told;
    }

    List<Told> onTime(long through) {
        List<Told> told = new ArrayList<>();
        pass(through, told);
        return told;
    }

    Truth at(String segment, long time) {
        SegmentBody body = Objects.requireNonNull(segments.get(segment), segment);
        String purpose = body.segment().purpose();
        if (purpose != null && !consent.getOrDefault(purpose, false)) {
            return Truth.UNKNOWN;
        }
        return at(body.segment().when(), time);
    }

    private void pass(long through, List<Told> told) {
        TreeSet<Long> instants = new TreeSet<>();
        for (Event event : events) {
            for (long span : spans) {
                instants.add(event.time() + span);
                instants.add(event.time() + span + 1);
            }
        }
        for (long instant : instants) {
            if (instant > clock && instant <= through) {
                int before = told.size();
                settle(instant, told);
                clock = told.size() > before ? instant : clock;
            }
        }
    }

    private void settle(long time, List<Told> told) {
        for (String segment : order) {
            Truth now = at(segment, time);
            Truth before = standing.get(segment);
            if (now == before) {
                continue;
            }
            standing.put(segment, now);
            if (before != null || now == Truth.TRUE) {
                told.add(new Told(segment, sequences.merge(segment, 1L, Long::sum), now, time));
            }
        }
    }

    private Truth at(Condition condition, long time) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().map(p -> at(p, time)).reduce(Truth.TRUE, Truth::and);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().map(p -> at(p, time)).reduce(Truth.FALSE, Truth::or);
        }
        if (condition instanceof Condition.Not not) {
            return at(not.part(), time).not();
        }
        if (condition instanceof Condition.In in) {
            return at(in.segmentId(), time);
        }
        if (condition instanceof Condition.Cel cel) {
            Object value = Compiler.compile(cel.expression()).evaluate(null, profile);
            return value instanceof Boolean known ? Truth.of(known) : Truth.UNKNOWN;
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return aggregate(aggregate, time);
        }
        Condition.Recency recency = (Condition.Recency) condition;
        List<Event> matching = matching(recency.spec(), time);
        if (matching.isEmpty()) {
            return Truth.FALSE;
        }
        long event = matching.get(recency.first() ? 0 : matching.size() - 1).time();
        return Truth.of(compare(recency.comparison(), time - event));
    }

    private Truth aggregate(Condition.Aggregate aggregate, long time) {
        List<Event> matching = matching(aggregate.measure().spec(), time);
        Comparator<Event> byTimeAndValue = Comparator.comparingLong(Event::time)
                .thenComparingLong(e -> micros(e, aggregate.measure().spec()));
        return switch (aggregate.measure().function()) {
            case COUNT -> Truth.of(compare(aggregate.comparison(), matching.size() * 1_000_000L));
            case SUM ->
                Truth.of(compare(
                        aggregate.comparison(),
                        matching.stream()
                                .mapToLong(e -> micros(e, aggregate.measure().spec()))
                                .sum()));
            case FIRST ->
                matching.stream()
                        .min(byTimeAndValue)
                        .map(e -> Truth.of(compare(
                                aggregate.comparison(),
                                micros(e, aggregate.measure().spec()))))
                        .orElse(Truth.UNKNOWN);
            case LAST ->
                matching.stream()
                        .max(byTimeAndValue)
                        .map(e -> Truth.of(compare(
                                aggregate.comparison(),
                                micros(e, aggregate.measure().spec()))))
                        .orElse(Truth.UNKNOWN);
            default -> throw new IllegalArgumentException(aggregate + ", expected another function");
        };
    }

    private List<Event> matching(AggregateSpec spec, long time) {
        return events.stream()
                .filter(e -> spec.match().eventTypes().contains(e.type()))
                .filter(e -> e.time() <= time
                        && (!(spec.window() instanceof Window.Sliding sliding) || e.time() > time - sliding.millis()))
                .filter(e -> spec.match().where() == null
                        || Boolean.TRUE.equals(
                                Compiler.compile(spec.match().where()).evaluate(e, Map.of())))
                .filter(e -> spec.of() == null || e.value(spec.of()) != null)
                .sorted(Comparator.comparingLong(Event::time))
                .toList();
    }

    private static long micros(Event event, AggregateSpec spec) {
        String of = spec.of();
        if (of == null || !(event.value(of) instanceof Long number)) {
            return 0;
        }
        FieldType type =
                EventSchema.PURCHASES.fields().get(event.schema().indexOf(of)).type();
        return type == FieldType.MONEY ? number : number * 1_000_000;
    }

    private static boolean compare(Comparison comparison, long observed) {
        int order = Long.compare(observed, comparison.threshold());
        return switch (comparison.op()) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
        };
    }

    /** Collects the spans after an event at which something may change by time alone. */
    private void spans(Condition condition) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(this::spans);
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(this::spans);
        } else if (condition instanceof Condition.Not not) {
            spans(not.part());
        } else if (condition instanceof Condition.Aggregate aggregate
                && aggregate.measure().spec().window() instanceof Window.Sliding sliding) {
            spans.add(sliding.millis());
        } else if (condition instanceof Condition.Recency recency) {
            spans.add(recency.comparison().threshold());
        }
    }
}
