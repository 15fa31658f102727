package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.MeasureNode;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Condition trees between the wire and the domain.
 *
 * <p>The nodes {@code aggregate} and {@code recency} are written where a reader that knows neither windows of the calendar
 * nor since, and passes over their members, would read the same; else {@code measure} and {@code age}, which it refuses.
 */
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
            case "at_least" -> new Condition.AtLeast(required(node.getAtLeast(), "at_least"), children(node));
            case "aggregate" ->
                new Condition.Aggregate(
                        new Condition.Measure(
                                spec(node), MeasureMapping.function(required(node.getFunction(), "function"))),
                        comparison(node));
            case "measure" ->
                new Condition.Aggregate(
                        MeasureMapping.toDomain(measures(node, 1).get(0)), comparison(node));
            case "ratio" -> {
                List<MeasureNode> measures = measures(node, 2);
                yield new Condition.Ratio(
                        MeasureMapping.toDomain(measures.get(0)),
                        MeasureMapping.toDomain(measures.get(1)),
                        comparison(node));
            }
            case "recency" ->
                new Condition.Recency(
                        spec(node), MeasureMapping.isFirst(required(node.getFunction(), "function")), comparison(node));
            case "age" -> {
                MeasureNode measure = measures(node, 1).get(0);
                yield new Condition.Recency(
                        MeasureMapping.spec(measure), MeasureMapping.isFirst(measure.getFunction()), comparison(node));
            }
            case "replenish" ->
                ReplenishMapping.toDomain(node, measures(node, 1).get(0));
            case "gap" -> GapMapping.toDomain(node, measures(node, 1).get(0));
            case "top" -> TopMapping.toDomain(node, measures(node, 1).get(0));
            case "sequence" -> sequence(node);
            case "anniversary", "season", "sample", "near", "nearest", "listed" -> PersonMapping.toDomain(node);
            default ->
                throw unsupported("condition '" + node.getOp() + "', expected all, any, at_least, not, in, cel,"
                        + " aggregate, measure, ratio, recency, age, replenish, gap, top, sequence, anniversary, season, sample, near,"
                        + " nearest or listed");
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
        if (condition instanceof Condition.AtLeast atLeast) {
            return node("at_least", atLeast.parts()).setAtLeast(atLeast.n()).build();
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            AggregateSpec spec = aggregate.measure().spec();
            String function = MeasureMapping.function(aggregate.measure().function());
            return isPlain(spec)
                    ? plain("aggregate", spec, function, aggregate.comparison())
                    : compared("measure", aggregate.comparison(), MeasureMapping.toAvro(spec, function));
        }
        if (condition instanceof Condition.Ratio ratio) {
            return compared(
                    "ratio",
                    ratio.comparison(),
                    MeasureMapping.toAvro(ratio.dividend()),
                    MeasureMapping.toAvro(ratio.divisor()));
        }
        if (condition instanceof Condition.Recency recency) {
            String which = MeasureMapping.firstOrLast(recency.first());
            return isPlain(recency.spec())
                    ? plain("recency", recency.spec(), which, recency.comparison())
                    : compared("age", recency.comparison(), MeasureMapping.toAvro(recency.spec(), which));
        }
        if (condition instanceof Condition.Replenish replenish) {
            return ReplenishMapping.toAvro(replenish);
        }
        if (condition instanceof Condition.Gap gap) {
            return GapMapping.toAvro(gap);
        }
        if (condition instanceof Condition.Top top) {
            return TopMapping.toAvro(top);
        }
        if (condition instanceof Condition.Sequence sequence) {
            return sequence(sequence);
        }
        return PersonMapping.toAvro(condition);
    }

    private static ConditionNode.Builder node(String op, List<Condition> children) {
        return ConditionNode.newBuilder()
                .setOp(op)
                .setChildren(children.stream().map(ConditionMapping::toAvro).toList());
    }

    /** Can the members that came first say it? */
    private static boolean isPlain(AggregateSpec spec) {
        return spec.since() == null
                && (spec.window() instanceof Window.Lifetime || spec.window() instanceof Window.Sliding);
    }

    private static ConditionNode plain(String op, AggregateSpec spec, String function, Comparison comparison) {
        return comparing(op, comparison)
                .setEventTypes(spec.match().eventTypes())
                .setFunction(function)
                .setOf(spec.of())
                .setExpression(EventMatchMapping.where(spec.match()))
                .setText(spec.match().whereText())
                .setWindowMillis(spec.window() instanceof Window.Sliding sliding ? (Long) sliding.millis() : null)
                .build();
    }

    private static ConditionNode compared(String op, Comparison comparison, MeasureNode... measures) {
        return comparing(op, comparison).setMeasures(List.of(measures)).build();
    }

    private static ConditionNode.Builder comparing(String op, Comparison comparison) {
        return node(op, List.of())
                .setComparison(comparison.op().name().toLowerCase(Locale.ROOT))
                .setThreshold(comparison.threshold());
    }

    private static ConditionNode sequence(Condition.Sequence sequence) {
        return node("sequence", List.of())
                .setSteps(
                        sequence.steps().stream().map(EventMatchMapping::toAvro).toList())
                .setThenNot(EventMatchMapping.toAvroOrNull(sequence.thenNot()))
                .setBy(sequence.by())
                .setWithinMillis(bound(sequence.withinMillis()))
                .setGraceMillis(sequence.graceMillis())
                .setOverMillis(bound(sequence.overMillis()))
                .build();
    }

    private static Condition.Sequence sequence(ConditionNode node) throws PoisonException {
        return new Condition.Sequence(
                EventMatchMapping.toDomain(node.getSteps()),
                EventMatchMapping.toDomainOrNull(node.getThenNot()),
                node.getBy(),
                millis(node.getWithinMillis(), "within_millis"),
                node.getGraceMillis(),
                millis(node.getOverMillis(), "over_millis"));
    }

    private static @Nullable Long bound(long millis) {
        return millis == Condition.Sequence.UNBOUNDED ? null : (Long) millis;
    }

    private static long millis(@Nullable Long bound, String name) throws PoisonException {
        return bound == null ? Condition.Sequence.UNBOUNDED : positive(bound, name);
    }

    private static List<MeasureNode> measures(ConditionNode node, int expected) throws PoisonException {
        if (node.getMeasures().size() != expected) {
            throw invalid("'" + node.getOp() + "' of " + node.getMeasures().size() + " measures, expected " + expected);
        }
        return node.getMeasures();
    }

    private static List<Condition> children(ConditionNode node) throws PoisonException {
        List<Condition> children = new ArrayList<>(node.getChildren().size());
        for (ConditionNode child : node.getChildren()) {
            children.add(toDomain(child));
        }
        return children;
    }

    static Condition onlyChild(ConditionNode node) throws PoisonException {
        if (node.getChildren().size() != 1) {
            throw invalid("'" + node.getOp() + "' of " + node.getChildren().size() + " conditions, expected one");
        }
        return toDomain(node.getChildren().get(0));
    }

    private static AggregateSpec spec(ConditionNode node) throws PoisonException {
        Long window = node.getWindowMillis();
        return new AggregateSpec(
                EventMatchMapping.toDomain(node.getEventTypes(), node.getExpression(), node.getText()),
                node.getOf(),
                window == null ? Window.LIFETIME : new Window.Sliding(positive(window, "window_millis")),
                null);
    }

    private static long positive(long millis, String name) throws PoisonException {
        if (millis <= 0) {
            throw invalid(name + " " + millis + ", expected a positive length, or nothing for no bound");
        }
        return millis;
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
