package io.makolet.domain.explain;

import io.makolet.domain.event.FieldType;
import io.makolet.domain.explain.Counterfactual.Happens;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which events might give a leaf another truth. */
final class EventProposals {

    /** Most events that are worth naming. */
    static final int MOST_EVENTS = 100;

    private static final int MOST_OF_A_RATIO = 12;
    private static final int MOST_OF_A_RANK = 12;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private EventProposals() {}

    /** Each of them a few steps, or one. */
    static List<List<Happens>> of(Finding leaf, boolean wanted) {
        List<List<Happens>> proposals = new ArrayList<>();
        Condition condition = leaf.condition();
        if (condition instanceof Condition.Aggregate aggregate) {
            aggregate(aggregate, leaf, wanted, proposals);
        } else if (condition instanceof Condition.Ratio ratio) {
            for (int times = 1; times <= MOST_OF_A_RATIO; times++) {
                add(of(ratio.dividend(), times, BigDecimal.ONE), proposals);
                add(of(ratio.divisor(), times, BigDecimal.ONE), proposals);
            }
        } else if (condition instanceof Condition.Recency recency) {
            add(happens(recency.spec().match(), 1, Map.of(), null), proposals);
            cut(recency.spec(), proposals);
        } else if (condition instanceof Condition.Replenish replenish) {
            add(happens(replenish.match(), 1, Map.of(), null), proposals);
        } else if (condition instanceof Condition.Gap gap) {
            add(happens(gap.match(), 1, Map.of(), null), proposals);
        } else if (condition instanceof Condition.Top top && wanted) {
            top(top, proposals);
        } else if (condition instanceof Condition.Sequence sequence) {
            sequence(sequence, wanted, proposals);
        }
        return proposals;
    }

    /** More and more events with the first of the values, or with all where an event can have several. */
    private static void top(Condition.Top top, List<List<Happens>> proposals) {
        boolean several = EventSketch.typeOf(top.match().eventTypes().get(0), top.of())
                .filter(type -> type == FieldType.TEXTS)
                .isPresent();
        Map<String, Object> fields = new TreeMap<>();
        fields.put(top.of(), several ? top.is() : top.is().get(0));
        if (top.weight() != null) {
            fields.put(top.weight(), 1L);
        }
        for (int times = 1; times <= MOST_OF_A_RANK; times++) {
            add(happens(top.match(), times, fields, null), proposals);
        }
    }

    private static void aggregate(
            Condition.Aggregate aggregate, Finding leaf, boolean wanted, List<List<Happens>> proposals) {
        Measure measure = aggregate.measure();
        Comparison comparison = aggregate.comparison();
        BigDecimal observed = leaf.observed() == null ? BigDecimal.ZERO : leaf.observed();
        if (measure.function() == Function.COUNT || measure.function() == Function.DISTINCT) {
            long now = observed.longValue();
            for (int times = 1; times <= MOST_EVENTS; times++) {
                if (comparison.test((now + times) * 1_000_000) == wanted) {
                    add(of(measure, times, BigDecimal.ONE), proposals);
                    break;
                }
            }
        } else {
            BigDecimal threshold = BigDecimal.valueOf(comparison.threshold()).divide(MILLION);
            BigDecimal step = step(measure.spec());
            BigDecimal near = measure.function() == Function.SUM ? threshold.subtract(observed) : threshold;
            for (BigDecimal value : List.of(near, near.add(step), near.subtract(step), near.multiply(BigDecimal.TEN))) {
                if (value.signum() >= 0) {
                    add(of(measure, 1, value), proposals);
                }
            }
        }
        cut(measure.spec(), proposals);
    }

    /** The smallest difference of two values. */
    private static BigDecimal step(AggregateSpec spec) {
        String field = spec.of();
        return field != null
                        && EventSketch.typeOf(spec.match().eventTypes().get(0), field)
                                .filter(type -> type == FieldType.MONEY || type == FieldType.DOUBLE)
                                .isPresent()
                ? CENT
                : BigDecimal.ONE;
    }

    private static void cut(AggregateSpec spec, List<List<Happens>> proposals) {
        EventMatch since = spec.since();
        if (since != null) {
            add(happens(since, 1, Map.of(), null), proposals);
        }
    }

    private static void sequence(Condition.Sequence sequence, boolean wanted, List<List<Happens>> proposals) {
        EventMatch absent = sequence.thenNot();
        String by = sequence.by();
        if (!wanted) {
            if (absent != null && by == null) {
                add(happens(absent, 1, Map.of(), null), proposals);
            }
            return;
        }
        for (int first = sequence.steps().size() - 1; first >= 0; first--) {
            List<Happens> steps = new ArrayList<>();
            for (EventMatch step :
                    sequence.steps().subList(first, sequence.steps().size())) {
                Optional<Object> key = by == null
                        ? Optional.empty()
                        : EventSketch.any(step.eventTypes().get(0), by);
                happens(step, 1, by == null || key.isEmpty() ? Map.of() : Map.of(by, key.get()), null)
                        .ifPresent(steps::add);
            }
            if (steps.size() == sequence.steps().size() - first) {
                proposals.add(steps);
            }
        }
    }

    /** Events of a measure, each with a value where one is aggregated. */
    private static Optional<Happens> of(Measure measure, int times, BigDecimal value) {
        String field = measure.spec().of();
        boolean distinct = measure.function() == Function.DISTINCT;
        return happens(
                measure.spec().match(),
                times,
                field == null || distinct ? Map.of() : Map.of(field, number(value)),
                distinct ? field : null);
    }

    private static Object number(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 && value.precision() - value.scale() <= Finding.DIGITS
                ? (Object) value.longValue()
                : (Object) value.doubleValue();
    }

    private static void add(Optional<Happens> step, List<List<Happens>> proposals) {
        step.ifPresent(happens -> proposals.add(List.of(happens)));
    }

    /** Matching events with these values, and those that the predicate asks for; empty where none are found. */
    private static Optional<Happens> happens(
            EventMatch match, int times, Map<String, Object> values, @Nullable String distinct) {
        Map<String, Object> fields = new TreeMap<>();
        Expr where = match.where();
        if (where != null) {
            Optional<Map<String, Object>> asked = Wish.that(where, Expr.Scope.EVENT, true);
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            fields.putAll(asked.get());
        }
        fields.putAll(values);
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getValue() == Wish.ANY) {
                Optional<Object> any = EventSketch.any(match.eventTypes().get(0), field.getKey());
                if (any.isEmpty()) {
                    return Optional.empty();
                }
                field.setValue(any.get());
            }
        }
        return Optional.of(new Happens(match, times, fields, distinct));
    }
}
