package io.makolet.serving.explain;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions in the words of the language of definitions. */
final class DefinitionText {

    private DefinitionText() {}

    /** The condition's word in the language, such as at_least. */
    static String kind(Condition condition) {
        if (condition instanceof Condition.Nearest) {
            return "nearest_branch";
        }
        if (condition instanceof Condition.Listed) {
            return "list";
        }
        return condition instanceof Condition.AtLeast
                ? "at_least"
                : condition.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What is asked, without that of its parts. */
    static String asks(Condition condition) {
        if (condition instanceof Condition.AtLeast some) {
            return Integer.toString(some.n());
        }
        if (condition instanceof Condition.In in) {
            return in.segmentId();
        }
        if (condition instanceof Condition.Cel cel) {
            return cel.text();
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return measure(aggregate.measure()) + compares(condition);
        }
        if (condition instanceof Condition.Ratio ratio) {
            return measure(ratio.dividend()) + " / " + measure(ratio.divisor()) + compares(condition);
        }
        if (condition instanceof Condition.Recency recency) {
            return (recency.first() ? "first " : "last ") + spec(recency.spec()) + compares(condition);
        }
        if (condition instanceof Condition.Replenish replenish) {
            return events(replenish.match()) + window(replenish.spec().window()) + " cycle "
                    + span(replenish.cycleMillis()) + bound(" lead ", replenish.leadMillis(), 0)
                    + bound(" late ", replenish.lateMillis(), Condition.Replenish.NEVER);
        }
        if (condition instanceof Condition.Gap gap) {
            return events(gap.match()) + " at_least " + span(gap.atLeastMillis()) + " over " + span(gap.overMillis());
        }
        if (condition instanceof Condition.Top top) {
            return top(top);
        }
        return condition instanceof Condition.Sequence sequence ? sequence(sequence) : PersonText.asks(condition);
    }

    /** What is compared with a threshold; null where nothing is. */
    static @Nullable Comparison comparison(Condition condition) {
        if (condition instanceof Condition.Aggregate aggregate) {
            return aggregate.comparison();
        }
        if (condition instanceof Condition.Ratio ratio) {
            return ratio.comparison();
        }
        if (condition instanceof Condition.Top top) {
            return new Comparison(Comparison.Op.GE, top.min() * 1_000_000L);
        }
        return condition instanceof Condition.Recency recency ? recency.comparison() : null;
    }

    /** A threshold: main units, or milliseconds of an age. */
    static String threshold(Condition condition, Comparison comparison) {
        return condition instanceof Condition.Recency
                ? Long.toString(comparison.threshold())
                : BigDecimal.valueOf(comparison.threshold(), 6)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String compares(Condition condition) {
        Comparison comparison = comparison(condition);
        if (comparison == null) {
            return "";
        }
        String threshold = condition instanceof Condition.Recency
                ? span(comparison.threshold())
                : threshold(condition, comparison);
        return " " + comparison.op().symbol() + " " + threshold;
    }

    private static String measure(Measure measure) {
        return measure.function().name().toLowerCase(Locale.ROOT) + " " + spec(measure.spec());
    }

    private static String spec(AggregateSpec spec) {
        EventMatch since = spec.since();
        return (spec.of() == null ? "" : spec.of() + " of ")
                + events(spec.match())
                + window(spec.window())
                + (since == null ? "" : " since " + events(since));
    }

    private static String top(Condition.Top top) {
        return top.of() + " of " + events(top.match())
                + (top.weight() == null ? "" : " weight " + top.weight())
                + " half_life " + span(top.halfLifeMillis())
                + " k " + top.k()
                + " is " + String.join("|", top.is())
                + " min " + top.min();
    }

    private static String sequence(Condition.Sequence sequence) {
        EventMatch absent = sequence.thenNot();
        return sequence.steps().stream().map(DefinitionText::events).collect(Collectors.joining(" then "))
                + (absent == null ? "" : " then_not " + events(absent))
                + (sequence.by() == null ? "" : " by " + sequence.by())
                + bound(" within ", sequence.withinMillis())
                + (sequence.graceMillis() == 0 ? "" : " grace " + span(sequence.graceMillis()))
                + bound(" over ", sequence.overMillis());
    }

    private static String bound(String word, long millis) {
        return bound(word, millis, Condition.Sequence.UNBOUNDED);
    }

    private static String bound(String word, long millis, long absent) {
        return millis == absent ? "" : word + span(millis);
    }

    private static String events(EventMatch match) {
        return types(match) + (match.whereText() == null ? "" : " where " + match.whereText());
    }

    static String types(EventMatch match) {
        return String.join("|", match.eventTypes());
    }

    private static String window(Window window) {
        if (window instanceof Window.Sliding sliding) {
            return " over " + span(sliding.millis());
        }
        if (window instanceof Window.Calendar calendar) {
            return " over this " + calendar.period().name().toLowerCase(Locale.ROOT);
        }
        return window instanceof Window.LastN last ? " over last " + last.n() : "";
    }

    /** A span as authors write it, in the largest unit of which it is a whole number. */
    static String span(long millis) {
        long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis != 0 && millis % units[i] == 0) {
                return millis / units[i] + names[i];
            }
        }
        return millis + "ms";
    }
}
