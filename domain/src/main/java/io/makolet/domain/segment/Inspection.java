package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Finding.Unknown;
import io.makolet.domain.segment.Finding.Why;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the conditions of a segment say of one customer, through the nodes that evaluate them: it can't differ
 * from the membership. Changes nothing. Not thread-safe.
 */
public final class Inspection {

    private final SegmentPlan plan;
    private final Outlook outlook;
    private final Observation observation;

    /** Scratch space for a plan. */
    public Inspection(SegmentPlan plan) {
        this.plan = plan;
        this.outlook = new Outlook(plan);
        this.observation = new Observation(outlook);
    }

    /** Position of the live segment with an id, or -1. */
    public int position(String segmentId) {
        for (int position = 0; position < plan.size(); position++) {
            if (plan.definition(position).id().equals(segmentId)) {
                return position;
            }
        }
        return -1;
    }

    /** The time zone in which the customer's periods begin. */
    public static ZoneId zone(CustomerFacts facts) {
        return Periods.zone(facts.profile().get(Evaluation.TIME_ZONE));
    }

    /** What is found of the segment at a position for a customer at an instant, not before any of their events. */
    public Finding.Segment inspect(int position, CustomerFacts facts, long instant) {
        outlook.begin(facts, instant);
        return segment(position);
    }

    /** Truth of the segment at a position for a customer at an instant, not before any of their events. */
    public Truth truth(int position, CustomerFacts facts, long instant) {
        outlook.begin(facts, instant);
        return outlook.future(plan.node(position)).value();
    }

    /** The first instant from which time alone gives the segment a truth; {@link Long#MAX_VALUE} where none is known. */
    public long changesTo(Truth wanted, int position, CustomerFacts facts, long instant) {
        outlook.begin(facts, instant);
        Future future = outlook.future(plan.node(position));
        for (int i = 0; i < future.size(); i++) {
            if (future.then(i) == wanted) {
                return future.at(i);
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * The next instants, in order and at most so many of each source, at which time alone changes something that the
     * segment at a position depends on, be it only a number that is compared.
     */
    public NavigableSet<Long> changes(int position, CustomerFacts facts, long instant, int most) {
        outlook.begin(facts, instant);
        NavigableSet<Long> changes = new TreeSet<>();
        collect(plan.node(position), most, changes);
        return changes;
    }

    private void collect(Node node, int most, NavigableSet<Long> changes) {
        Future future = outlook.future(node);
        for (int i = 0; i < Math.min(most, future.size()); i++) {
            changes.add(future.at(i));
        }
        for (Dial dial : Observation.dials(node)) {
            Curve curve = outlook.curve(dial);
            for (int i = 1; i < Math.min(most + 1, curve.size()); i++) {
                changes.add(curve.from(i));
            }
        }
        if (node instanceof Node.Sequence sequence) {
            Trace trace = outlook.facts().traces().get(sequence.plan().id());
            Trace.Beginning open = trace == null ? null : trace.furthest(sequence.plan(), outlook.at());
            if (open != null) {
                changes.add(Series.addSaturating(
                        Series.addSaturating(open.start(), sequence.plan().within()), 1));
            }
        }
        node.parts().forEach(part -> collect(part, most, changes));
    }

    private Finding.Segment segment(int position) {
        Definition definition = plan.definition(position);
        if (!(definition.body() instanceof SegmentBody body)) {
            throw new IllegalStateException(definition.key() + " in a plan, expected a segment");
        }
        Node node = plan.node(position);
        Future future = outlook.future(node);
        String purpose = plan.purpose(position);
        Staying staying = plan.staying(position);
        Node asked = staying == null ? node : staying.part();
        Node when = purpose != null && asked instanceof Node.Consented consented ? consented.part() : asked;
        Finding found = part(body.segment().when(), when);
        return new Finding.Segment(
                definition.id(),
                definition.version(),
                purpose,
                future.value(),
                next(future),
                future.until(),
                lacksConsent(purpose) ? new Unknown(Why.NO_CONSENT, String.valueOf(purpose)) : found.unknown(),
                staying == null ? null : staying.held(outlook),
                found);
    }

    private boolean lacksConsent(@Nullable String purpose) {
        return purpose != null && !outlook.facts().consent().getOrDefault(purpose, false);
    }

    private Finding part(Condition condition, Node node) {
        if (condition instanceof Condition.In in) {
            Finding.Segment other = segment(position(in.segmentId()));
            return composite(condition, node, List.of(), other);
        }
        List<Condition> conditions = condition.parts();
        if (conditions.isEmpty() && !(node instanceof Connective)) {
            return leaf(condition, node);
        }
        List<Finding> parts = new ArrayList<>(conditions.size());
        for (int i = 0; i < conditions.size(); i++) {
            parts.add(part(conditions.get(i), partOf(condition, node, i)));
        }
        return composite(condition, node, parts, null);
    }

    /** The plan has no node for a connective of one part: it is that part. */
    private static Node partOf(Condition condition, Node node, int part) {
        boolean dissolved = condition.parts().size() == 1 && !(condition instanceof Condition.Not);
        return dissolved ? node : node.parts().get(part);
    }

    private Finding composite(Condition condition, Node node, List<Finding> parts, Finding.@Nullable Segment segment) {
        Future future = outlook.future(node);
        Unknown unknown = segment == null ? null : segment.unknown();
        for (Finding part : parts) {
            unknown = unknown == null ? part.unknown() : unknown;
        }
        return new Finding(
                condition,
                future.value(),
                next(future),
                future.value() == Truth.UNKNOWN ? unknown : null,
                null,
                Map.of(),
                List.of(),
                parts,
                segment);
    }

    private Finding leaf(Condition condition, Node node) {
        Future future = outlook.future(node);
        return new Finding(
                condition,
                future.value(),
                next(future),
                future.value() == Truth.UNKNOWN ? observation.unknown(condition, node) : null,
                observation.value(node),
                observation.fields(condition),
                observation.evidence(node),
                List.of(),
                null);
    }

    private static Membership.@Nullable Flip next(Future future) {
        return future.size() == 0 ? null : new Membership.Flip(future.at(0), future.then(0));
    }
}
