package io.makolet.domain.segment;

/** Adds what is kept of one customer's events to what is kept of another's, as a plan needs it. */
public final class Union {

    private final SegmentPlan plan;

    /** A union for a plan; what the plan does not use is left out. */
    public Union(SegmentPlan plan) {
        this.plan = plan;
    }

    /**
     * Adds what {@code from} keeps, which stays as it is.
     *
     * @param now clock of {@code into}, milliseconds UTC: what is out of view by then is left out
     */
    public void add(CustomerFacts from, CustomerFacts into, long now) {
        for (AggregatePlan aggregate : plan.aggregates()) {
            Series series = from.series().get(aggregate.id());
            if (series != null && aggregate.reads(series)) {
                add(series, aggregate, into.series(), now);
            }
        }
        for (SequencePlan sequence : plan.sequences()) {
            Trace trace = from.traces().get(sequence.id());
            if (trace != null) {
                add(trace, sequence, into.traces(), now);
            }
        }
    }

    private static void add(Series series, AggregatePlan aggregate, Store<Series> all, long now) {
        Series sum = all.get(aggregate.id());
        if (sum == null) {
            sum = aggregate.newSeries();
            all.put(aggregate.id(), sum);
        }
        sum.addAll(series, aggregate.retention());
        sum.prune(aggregate.edge(now), aggregate.retention());
        if (sum.isEmpty()) {
            all.remove(aggregate.id());
        }
    }

    private static void add(Trace trace, SequencePlan sequence, Store<Trace> all, long now) {
        Trace sum = all.get(sequence.id());
        if (sum == null) {
            sum = new Trace(sequence.steps());
            all.put(sequence.id(), sum);
        }
        sum.addAll(trace, sequence);
        sum.prune(now, sequence);
        if (sum.isEmpty()) {
            all.remove(sequence.id());
        }
    }
}
