package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Finding.Evidence;
import io.makolet.domain.segment.Finding.Role;
import io.makolet.domain.segment.Finding.Unknown;
import io.makolet.domain.segment.Finding.Why;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What leaves look at, for people. */
final class Observation {

    private static final MathContext ROUNDED = new MathContext(Finding.DIGITS);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Outlook outlook;

    Observation(Outlook outlook) {
        this.outlook = outlook;
    }

    /** The dials that a leaf looks at; none where it looks at something else. */
    static List<Dial> dials(Node node) {
        if (node instanceof Node.Aggregate aggregate) {
            return List.of(aggregate.dial());
        }
        if (node instanceof Node.Ratio ratio) {
            return List.of(ratio.dividend(), ratio.divisor());
        }
        if (node instanceof Replenish replenish) {
            return List.of(replenish.first(), replenish.last(), replenish.count());
        }
        if (node instanceof Gap gap) {
            return List.of(gap.first());
        }
        return node instanceof Node.Recency recency ? List.of(recency.dial()) : List.of();
    }

    /** What a leaf compares; null where there is nothing to compare. */
    @Nullable
    BigDecimal value(Node node) {
        if (node instanceof Node.Aggregate aggregate) {
            return quantity(outlook.curve(aggregate.dial()));
        }
        if (node instanceof Node.Ratio ratio) {
            BigDecimal above = quantity(outlook.curve(ratio.dividend()));
            BigDecimal below = quantity(outlook.curve(ratio.divisor()));
            return above == null || below == null || below.signum() == 0 ? null : above.divide(below, ROUNDED);
        }
        if (node instanceof Node.Recency recency) {
            Curve times = outlook.curve(recency.dial());
            return times.isKnown(0) ? BigDecimal.valueOf(outlook.at() - times.numerator(0)) : null;
        }
        return node instanceof Top top ? BigDecimal.valueOf(top.among(outlook)) : null;
    }

    private static @Nullable BigDecimal quantity(Curve curve) {
        return curve.isKnown(0)
                ? BigDecimal.valueOf(curve.numerator(0))
                        .divide(BigDecimal.valueOf(curve.denominator(0)).multiply(MILLION), ROUNDED)
                : null;
    }

    /** The profile fields that a condition asks for, as far as they are known. */
    Map<String, ProfileValue> fields(Condition condition) {
        Map<String, ProfileValue> known = new TreeMap<>();
        for (String field : condition.profileFields()) {
            ProfileValue value = outlook.facts().profile().get(field);
            if (value != null) {
                known.put(field, value);
            }
        }
        return known;
    }

    /** Why a leaf is unknown, which it is. */
    Unknown unknown(Condition condition, Node node) {
        if (node instanceof Node.Warming) {
            return new Unknown(Why.WARMING, "");
        }
        List<String> fields = condition.profileFields();
        if (!fields.isEmpty()) {
            return fields.stream()
                    .filter(field -> !outlook.facts().profile().containsKey(field))
                    .findFirst()
                    .map(field -> new Unknown(Why.NO_FIELD, field))
                    .orElse(new Unknown(Why.MISFIT, ""));
        }
        if (node instanceof Node.Aggregate) {
            return new Unknown(Why.NO_EVENT, "");
        }
        if (node instanceof Node.Ratio ratio) {
            boolean known = outlook.curve(ratio.dividend()).isKnown(0)
                    && outlook.curve(ratio.divisor()).isKnown(0);
            return new Unknown(known ? Why.ZERO_DIVISOR : Why.NO_EVENT, "");
        }
        String reason = node.reason(outlook);
        return new Unknown(Why.OTHER, reason == null ? "" : reason);
    }

    /** The events that decide about a leaf, in order of time. */
    List<Evidence> evidence(Node node) {
        List<Evidence> evidence = new ArrayList<>();
        if (node instanceof Node.Recency recency) {
            Curve times = outlook.curve(recency.dial());
            if (times.isKnown(0)) {
                evidence.add(new Evidence(Role.AGED, times.numerator(0), 0));
            }
        } else if (node instanceof Gap gap) {
            long end = gap.latestEnd(outlook);
            if (end != Series.NONE) {
                evidence.add(new Evidence(Role.AGED, end, 0));
            }
        } else if (node instanceof Node.Sequence sequence) {
            chains(sequence.plan(), evidence);
        } else {
            dials(node).forEach(dial -> counted(dial.aggregate(), evidence));
        }
        dials(node).forEach(dial -> cut(dial.aggregate(), evidence));
        return evidence.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Evidence::at).thenComparing(Evidence::role))
                .toList();
    }

    private void counted(AggregatePlan aggregate, List<Evidence> evidence) {
        long oldest = outlook.timeOf(aggregate, Reading.FIRST_TIME);
        if (oldest != Series.NONE) {
            evidence.add(new Evidence(Role.OLDEST, oldest, 0));
            evidence.add(new Evidence(Role.LATEST, outlook.timeOf(aggregate, Reading.LAST_TIME), 0));
        }
    }

    private void cut(AggregatePlan aggregate, List<Evidence> evidence) {
        Series series = outlook.facts().series().get(aggregate.id());
        if (series != null && series.cut() != Series.NONE) {
            evidence.add(new Evidence(Role.CUT, series.cut(), 0));
        }
    }

    private void chains(SequencePlan plan, List<Evidence> evidence) {
        Trace trace = outlook.facts().traces().get(plan.id());
        if (trace == null) {
            return;
        }
        Trace.Beginning furthest = trace.furthest(plan, outlook.at());
        if (furthest != null) {
            evidence.add(new Evidence(Role.BEGUN, furthest.start(), furthest.steps()));
        }
        long[] completions = trace.completions(plan);
        int first = 0;
        while (first < completions.length && Series.addSaturating(completions[first], plan.over()) <= outlook.at()) {
            first++;
        }
        if (first < completions.length) {
            evidence.add(new Evidence(Role.COMPLETED, completions[first], plan.steps()));
        }
        if (first < completions.length - 1) {
            long last = completions[completions.length - 1];
            evidence.add(new Evidence(Role.LAST_COMPLETED, last, plan.steps()));
        }
    }
}
