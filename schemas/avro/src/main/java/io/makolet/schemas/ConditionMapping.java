package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ConditionNode;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Condition trees between the wire and the domain. */
final class ConditionMapping {

    private ConditionMapping() {}

    static Condition toDomain(ConditionNode node) throws PoisonException {
        return switch (node.getOp()) {
            case "all" -> new Condition.All(children(node));
            case "any" -> new Condition.Any(children(node));
            case "not" -> new Condition.Not(onlyChild(node));
            case "in" -> new Condition.In(required(node.getSegmentId(), "segment_id"));
            case "cel" ->
                new Condition.Cel(
                        ExpressionMapping.toDomain(required(node.getExpression(), "expression")),
                        required(node.getText(), "text"));
            case "aggregate" ->
                new Condition.Aggregate(new Condition.Measure(spec(node), function(node)), comparison(node));
            case "recency" -> new Condition.Recency(spec(node), isFirst(node), comparison(node));
            default ->
                throw unsupported(
                        "condition '" + node.getOp() + "', expected all, any, not, in, cel, aggregate or recency");
        };
    }

    static ConditionNode toAvro(Condition condition) {
        if (condition instanceof Condition.All all) {
            return node("all", all.parts()).build();
        }
        if (condition instanceof Condition.Any any) {
            return node("any", any.parts()).build();
        }
        if (condition instanceof Condition.Not not) {
            return node("not", List.of(not.part())).build();
        }
        if (condition instanceof Condition.In in) {
            return node("in", List.of()).setSegmentId(in.segmentId()).build();
        }
        if (condition instanceof Condition.Cel cel) {
            return node("cel", List.of())
                    .setExpression(ExpressionMapping.toAvro(cel.expression()))
                    .setText(cel.text())
                    .build();
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return node("aggregate", aggregate.measure().spec(), aggregate.comparison())
                    .setFunction(aggregate.measure().function().name().toLowerCase(Locale.ROOT))
                    .build();
        }
        if (condition instanceof Condition.Recency recency) {
            return node("recency", recency.spec(), recency.comparison())
                    .setFunction(recency.first() ? "first" : "last")
                    .build();
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }

    private static ConditionNode.Builder node(String op, List<Condition> children) {
        return ConditionNode.newBuilder()
                .setOp(op)
                .setChildren(children.stream().map(ConditionMapping::toAvro).toList());
    }

    private static ConditionNode.Builder node(String op, AggregateSpec spec, Comparison comparison) {
        return node(op, List.of())
                .setEventTypes(spec.match().eventTypes())
                .setOf(spec.of())
                .setExpression(
                        spec.match().where() == null
                                ? null
                                : ExpressionMapping.toAvro(spec.match().where()))
                .setText(spec.match().whereText())
                .setWindowMillis(spec.window() instanceof Window.Sliding sliding ? (Long) sliding.millis() : null)
                .setComparison(comparison.op().name().toLowerCase(Locale.ROOT))
                .setThreshold(comparison.threshold());
    }

    private static List<Condition> children(ConditionNode node) throws PoisonException {
        List<Condition> children = new ArrayList<>(node.getChildren().size());
        for (ConditionNode child : node.getChildren()) {
            children.add(toDomain(child));
        }
        return children;
    }

    private static Condition onlyChild(ConditionNode node) throws PoisonException {
        if (node.getChildren().size() != 1) {
            throw invalid("'" + node.getOp() + "' of " + node.getChildren().size() + " conditions, expected one");
        }
        return toDomain(node.getChildren().get(0));
    }

    private static AggregateSpec spec(ConditionNode node) throws PoisonException {
        return new AggregateSpec(
                new Condition.EventMatch(
                        node.getEventTypes(),
                        node.getExpression() == null ? null : ExpressionMapping.toDomain(node.getExpression()),
                        node.getText()),
                node.getOf(),
                node.getWindowMillis() == null ? Window.LIFETIME : new Window.Sliding(window(node.getWindowMillis())),
                null);
    }

    private static long window(long millis) throws PoisonException {
        if (millis <= 0) {
            throw invalid("window_millis " + millis + ", expected a positive length, or nothing for a whole life");
        }
        return millis;
    }

    private static Condition.Function function(ConditionNode node) throws PoisonException {
        String function = required(node.getFunction(), "function");
        return switch (function) {
            case "count" -> Condition.Function.COUNT;
            case "sum" -> Condition.Function.SUM;
            case "first" -> Condition.Function.FIRST;
            case "last" -> Condition.Function.LAST;
            default -> throw unsupported("function '" + function + "', expected count, sum, first or last");
        };
    }

    private static boolean isFirst(ConditionNode node) throws PoisonException {
        String function = required(node.getFunction(), "function");
        return switch (function) {
            case "first" -> true;
            case "last" -> false;
            default -> throw unsupported("recency of '" + function + "', expected first or last");
        };
    }

    private static Comparison comparison(ConditionNode node) throws PoisonException {
        return new Comparison(op(node.getComparison()), required(node.getThreshold(), "threshold"));
    }

    private static Comparison.Op op(@Nullable String op) throws PoisonException {
        return switch (required(op, "comparison")) {
            case "lt" -> Comparison.Op.LT;
            case "le" -> Comparison.Op.LE;
            case "gt" -> Comparison.Op.GT;
            case "ge" -> Comparison.Op.GE;
            case "eq" -> Comparison.Op.EQ;
            case "ne" -> Comparison.Op.NE;
            default -> throw unsupported("comparison '" + op + "', expected lt, le, gt, ge, eq or ne");
        };
    }
}
