package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.SegmentPlan.CompiledSegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles definitions to the nodes and shared aggregates of a {@link SegmentPlan}. */
final class PlanCompiler {

    private final Map<String, Definition> live = new LinkedHashMap<>();
    private final Map<String, CompiledSegment> compiled = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Map<String, AggregatePlan> aggregates = new LinkedHashMap<>();

    private PlanCompiler() {}

    static PlanCompiler compile(Collection<Definition> definitions) {
        PlanCompiler compiler = new PlanCompiler();
        for (Definition definition : definitions) {
            if (definition.body() instanceof SegmentBody && definition.status() == Status.LIVE) {
                compiler.live.put(definition.id(), definition);
            }
        }
        compiler.live.keySet().forEach(compiler::segment);
        return compiler;
    }

    Collection<CompiledSegment> segments() {
        return compiled.values();
    }

    List<AggregatePlan> aggregates() {
        return List.copyOf(aggregates.values());
    }

    Map<String, List<AggregatePlan>> aggregatesByType() {
        Map<String, List<AggregatePlan>> byType = new HashMap<>();
        for (AggregatePlan aggregate : aggregates.values()) {
            for (String type : aggregate.spec().match().eventTypes()) {
                byType.computeIfAbsent(type, t -> new ArrayList<>()).add(aggregate);
            }
        }
        return byType;
    }

    private CompiledSegment segment(String id) {
        CompiledSegment done = compiled.get(id);
        if (done != null) {
            return done;
        }
        Definition definition = live.get(id);
        if (definition == null || !(definition.body() instanceof SegmentBody body)) {
            throw new IllegalArgumentException("segment " + id + " is referred to, expected a live segment");
        }
        if (!open.add(id)) {
            throw new IllegalArgumentException(
                    "segment " + id + " refers to itself by " + String.join(" -> ", open) + " -> " + id);
        }
        Node node = node(body.segment().when());
        String purpose = body.segment().purpose();
        CompiledSegment result =
                new CompiledSegment(definition, purpose, purpose == null ? node : new Node.Consented(purpose, node));
        open.remove(id);
        compiled.put(id, result);
        return result;
    }

    private Node node(Condition condition) {
        if (condition instanceof Condition.All all) {
            return new Node.Connective(nodes(all.parts()), true);
        }
        if (condition instanceof Condition.Any any) {
            return new Node.Connective(nodes(any.parts()), false);
        }
        if (condition instanceof Condition.Not not) {
            return new Node.Not(node(not.part()));
        }
        if (condition instanceof Condition.In in) {
            return segment(in.segmentId()).node();
        }
        if (condition instanceof Condition.Cel cel) {
            return new Node.Predicate(
                    Compiler.compile(cel.expression()), FieldUse.of(cel.expression(), Expr.Scope.PROFILE));
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return new Node.Aggregate(
                    aggregate(aggregate.measure().spec()).id(),
                    aggregate.measure().function(),
                    aggregate.comparison());
        }
        if (condition instanceof Condition.Recency recency) {
            return new Node.Recency(aggregate(recency.spec()).id(), recency.first(), recency.comparison());
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }

    private List<Node> nodes(List<Condition> parts) {
        return parts.stream().map(this::node).toList();
    }

    private AggregatePlan aggregate(Condition.AggregateSpec spec) {
        return aggregates.computeIfAbsent(AggregatePlan.canonical(spec), key -> new AggregatePlan(spec));
    }
}
