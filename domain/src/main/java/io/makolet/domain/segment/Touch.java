package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The aggregates and sequences that an event touches, and how. Serves one event after the other. */
final class Touch {

    private final List<AggregatePlan> aggregates = new ArrayList<>();
    private final boolean[] counts;
    private final boolean[] cuts;
    private final List<SequencePlan> sequences = new ArrayList<>();
    private final int[] steps;
    private final SegmentPlan plan;

    Touch(SegmentPlan plan) {
        this.plan = plan;
        counts = new boolean[plan.aggregates().size()];
        cuts = new boolean[plan.aggregates().size()];
        steps = new int[plan.sequences().size()];
    }

    /**
     * Finds out what an event touches.
     *
     * @param only ids of the aggregates and sequences that are asked about; null for all
     */
    void collect(Event event, Map<String, ProfileValue> profile, @Nullable LongPredicate only) {
        clear();
        for (Routes.Filter filter : plan.filters(event.type())) {
            if (filter.accepts(event, profile)) {
                collect(filter, event, only);
            }
        }
    }

    private void clear() {
        for (AggregatePlan aggregate : aggregates) {
            counts[aggregate.slot()] = false;
            cuts[aggregate.slot()] = false;
        }
        for (SequencePlan sequence : sequences) {
            steps[sequence.slot()] = 0;
        }
        aggregates.clear();
        sequences.clear();
    }

    private static boolean isMeant(long id, @Nullable LongPredicate only) {
        return only == null || only.test(id);
    }

    private void collect(Routes.Filter filter, Event event, @Nullable LongPredicate only) {
        for (AggregatePlan aggregate : filter.aggregates()) {
            if (isMeant(aggregate.id(), only) && aggregate.takes(event)) {
                add(aggregate);
                counts[aggregate.slot()] = true;
            }
        }
        for (AggregatePlan aggregate : filter.cuts()) {
            if (isMeant(aggregate.id(), only)) {
                add(aggregate);
                cuts[aggregate.slot()] = true;
            }
        }
        for (Routes.Step step : filter.steps()) {
            if (isMeant(step.sequence().id(), only) && step.sequence().takes(event)) {
                if (steps[step.sequence().slot()] == 0) {
                    sequences.add(step.sequence());
                }
                steps[step.sequence().slot()] |= step.bit();
            }
        }
    }

    private void add(AggregatePlan aggregate) {
        if (!counts[aggregate.slot()] && !cuts[aggregate.slot()]) {
            aggregates.add(aggregate);
        }
    }

    List<AggregatePlan> aggregates() {
        return aggregates;
    }

    List<SequencePlan> sequences() {
        return sequences;
    }

    /** Brings an aggregate that was touched up to date. */
    void apply(AggregatePlan aggregate, Event event, Store<Series> all, long now) {
        Series series = all.get(aggregate.id());
        if (series == null || !aggregate.reads(series)) {
            series = aggregate.newSeries();
            all.put(aggregate.id(), series);
        }
        if (counts[aggregate.slot()]) {
            aggregate.add(event, series);
        }
        if (cuts[aggregate.slot()]) {
            series.since(event.time());
        }
        series.prune(aggregate.edge(now), aggregate.retention());
        if (series.isEmpty()) {
            all.remove(aggregate.id());
        }
    }

    /** Brings a sequence that was touched up to date. */
    void apply(SequencePlan sequence, Event event, Store<Trace> all, long now) {
        Trace trace = all.get(sequence.id());
        if (trace == null) {
            trace = new Trace(sequence.steps());
            all.put(sequence.id(), trace);
        }
        trace.add(event.time(), sequence.key(event), steps[sequence.slot()], sequence);
        trace.prune(now, sequence);
        if (trace.isEmpty()) {
            all.remove(sequence.id());
        }
    }
}
