package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All live segments, compiled to one plan. Equal aggregates are one: however many segments ask for the purchases of 30
 * days, they are kept and updated once.
 */
public final class SegmentPlan {

    /** How many coming changes a lease lists. */
    private static final int MAX_FLIPS = 4;

    /** How many instants are tried for a lease before it is cut short. */
    private static final int MAX_STEPS = 64;

    private final List<CompiledSegment> segments;
    private final Map<String, List<AggregatePlan>> aggregatesByType;
    private final List<AggregatePlan> aggregates;

    /** A live segment and its condition. */
    record CompiledSegment(Definition definition, @Nullable String purpose, Node node) {}

    private SegmentPlan(PlanCompiler compiler) {
        this.segments = compiler.segments().stream()
                .sorted(Comparator.comparingInt(s -> s.definition().index()))
                .toList();
        this.aggregatesByType = compiler.aggregatesByType();
        this.aggregates = compiler.aggregates();
    }

    /**
     * Compiles the live segments among the definitions.
     *
     * @throws IllegalArgumentException if a segment refers to one that is not live, or to itself in a circle
     */
    public static SegmentPlan compile(Collection<Definition> definitions) {
        return new SegmentPlan(PlanCompiler.compile(definitions));
    }

    /** Aggregates that take events of a type; empty where no definition asks for them. */
    public List<AggregatePlan> aggregatesFor(Event event) {
        return aggregatesByType.getOrDefault(event.type(), List.of());
    }

    /** All aggregates. */
    public List<AggregatePlan> aggregates() {
        return aggregates;
    }

    /** Live segments in order of index. */
    public List<Definition> segments() {
        return segments.stream().map(CompiledSegment::definition).toList();
    }

    /** Number of live segments. */
    public int size() {
        return segments.size();
    }

    /** Definition of the live segment at a position. */
    public Definition definition(int position) {
        return segments.get(position).definition();
    }

    /** Consent purpose of the live segment at a position, or null. */
    public @Nullable String purpose(int position) {
        return segments.get(position).purpose();
    }

    /**
     * The lease of the live segment at a position, from an instant on, if nothing more happens. Its {@code since} is the
     * instant itself.
     */
    public Membership lease(int position, CustomerFacts facts, long time) {
        CompiledSegment segment = segments.get(position);
        Node node = segment.node();
        Truth value = node.at(facts, time);
        List<Membership.Flip> flips = new ArrayList<>(0);
        Truth current = value;
        long validUntil = node.nextChange(facts, time);
        for (int step = 0; step < MAX_STEPS && validUntil != Series.NEVER; step++) {
            Truth next = node.at(facts, validUntil);
            if (next != current) {
                if (flips.size() == MAX_FLIPS) {
                    break;
                }
                flips.add(new Membership.Flip(validUntil, next));
                current = next;
            }
            validUntil = node.nextChange(facts, validUntil);
        }
        return new Membership(
                segment.definition().index(),
                segment.definition().version(),
                value,
                time,
                flips,
                validUntil,
                node.reason(facts, time));
    }
}
