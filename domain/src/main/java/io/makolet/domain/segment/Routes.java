package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.expr.Evaluable;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition.EventMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which events go where: by type, then by filter, each predicate being evaluated once. */
final class Routes {

    /** A predicate over events of a type, and what takes the events that satisfy it. */
    static final class Filter {

        private final @Nullable Evaluable where;
        private final List<AggregatePlan> aggregates = new ArrayList<>(0);
        private final List<AggregatePlan> cuts = new ArrayList<>(0);
        private final List<Step> steps = new ArrayList<>(0);

        private Filter(EventMatch match) {
            where = match.where() == null ? null : Compiler.compile(match.where());
        }

        /** Is the predicate true? An unknown one is not. */
        boolean accepts(Event event, Map<String, ProfileValue> profile) {
            return where == null || Boolean.TRUE.equals(where.evaluate(event, profile));
        }

        /** Aggregates that take the event. */
        List<AggregatePlan> aggregates() {
            return aggregates;
        }

        /** Aggregates that begin anew after the event. */
        List<AggregatePlan> cuts() {
            return cuts;
        }

        /** Steps of sequences that it is. */
        List<Step> steps() {
            return steps;
        }
    }

    /** One of a sequence's steps, by its bit. */
    record Step(SequencePlan sequence, int bit) {}

    private final Map<String, Map<String, Filter>> byType = new HashMap<>();

    /** Filters for events of a type. */
    Iterable<Filter> of(String eventType) {
        Map<String, Filter> filters = byType.get(eventType);
        return filters == null ? List.of() : filters.values();
    }

    void add(AggregatePlan aggregate) {
        filters(aggregate.spec().match()).forEach(filter -> filter.aggregates.add(aggregate));
        EventMatch since = aggregate.spec().since();
        if (since != null) {
            filters(since).forEach(filter -> filter.cuts.add(aggregate));
        }
    }

    void add(SequencePlan sequence, Condition.Sequence condition) {
        for (int i = 0; i < condition.steps().size(); i++) {
            Step step = new Step(sequence, 1 << i);
            filters(condition.steps().get(i)).forEach(filter -> filter.steps.add(step));
        }
        if (condition.thenNot() != null) {
            Step step = new Step(sequence, sequence.absentBit());
            filters(condition.thenNot()).forEach(filter -> filter.steps.add(step));
        }
    }

    private List<Filter> filters(EventMatch match) {
        String where = StateId.where(match);
        return match.eventTypes().stream()
                .map(type -> byType.computeIfAbsent(type, t -> new LinkedHashMap<>())
                        .computeIfAbsent(where, w -> new Filter(match)))
                .toList();
    }
}
