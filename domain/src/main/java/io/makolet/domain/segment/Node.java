package io.makolet.domain.segment;

import io.makolet.domain.expr.Evaluable;
import io.makolet.domain.segment.Condition.Function;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled condition: a function of a customer's facts and time. */
sealed interface Node {

    /** Truth at an instant. */
    Truth at(CustomerFacts facts, long time);

    /** An instant after {@code time}, before which the truth can't change by time alone; {@link Series#NEVER} for none. */
    long nextChange(CustomerFacts facts, long time);

    /** Why the truth at an instant is unknown; null where it is known. */
    @Nullable
    String reason(CustomerFacts facts, long time);

    /** Conjunction or disjunction. */
    record Connective(List<Node> parts, boolean all) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            Truth result = Truth.of(all);
            for (Node part : parts) {
                Truth truth = part.at(facts, time);
                result = all ? result.and(truth) : result.or(truth);
                if (result == Truth.of(!all)) {
                    return result;
                }
            }
            return result;
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            long next = Series.NEVER;
            for (Node part : parts) {
                next = Math.min(next, part.nextChange(facts, time));
            }
            return next;
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            if (at(facts, time) != Truth.UNKNOWN) {
                return null;
            }
            for (Node part : parts) {
                String reason = part.reason(facts, time);
                if (reason != null) {
                    return reason;
                }
            }
            return null;
        }
    }

    /** Negation. */
    record Not(Node part) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            return part.at(facts, time).not();
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            return part.nextChange(facts, time);
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            return part.reason(facts, time);
        }
    }

    /** Without consent for the purpose, unknown; never true. */
    record Consented(String purpose, Node part) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            return granted(facts) ? part.at(facts, time) : Truth.UNKNOWN;
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            return granted(facts) ? part.nextChange(facts, time) : Series.NEVER;
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            return granted(facts) ? part.reason(facts, time) : "no consent for " + purpose;
        }

        private boolean granted(CustomerFacts facts) {
            return facts.consent().getOrDefault(purpose, false);
        }
    }

    /** A predicate over the profile. */
    record Predicate(Evaluable predicate, List<String> fields) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            return predicate.evaluate(null, facts.profile()) instanceof Boolean known ? Truth.of(known) : Truth.UNKNOWN;
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            return Series.NEVER;
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            if (at(facts, time) != Truth.UNKNOWN) {
                return null;
            }
            return fields.stream()
                    .filter(field -> !facts.profile().containsKey(field))
                    .findFirst()
                    .map(field -> "p." + field + " is not known")
                    .orElse("the profile's values do not fit the expression");
        }
    }

    /** An aggregate, compared. */
    record Aggregate(long id, Function function, Comparison comparison) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            Series series = facts.series(id);
            return switch (function) {
                case COUNT -> Truth.of(comparison.test(series == null ? 0 : series.count(time) * 1_000_000));
                case SUM -> Truth.of(comparison.test(series == null ? 0 : series.sum(time)));
                case FIRST ->
                    series == null || series.firstTime(time) == Series.NONE
                            ? Truth.UNKNOWN
                            : Truth.of(comparison.test(series.firstValue(time)));
                case AVG, MIN, MAX, DISTINCT -> Truth.UNKNOWN;
                case LAST ->
                    series == null || series.lastTime(time) == Series.NONE
                            ? Truth.UNKNOWN
                            : Truth.of(comparison.test(series.lastValue(time)));
            };
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            Series series = facts.series(id);
            return series == null ? Series.NEVER : series.nextChange(time);
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            return at(facts, time) == Truth.UNKNOWN ? "no such event yet" : null;
        }
    }

    /** Age of the first or last event, compared. */
    record Recency(long id, boolean first, Comparison comparison) implements Node {
        @Override
        public Truth at(CustomerFacts facts, long time) {
            long event = event(facts, time);
            return Truth.of(event != Series.NONE && comparison.test(time - event));
        }

        @Override
        public long nextChange(CustomerFacts facts, long time) {
            Series series = facts.series(id);
            long event = event(facts, time);
            if (series == null || event == Series.NONE) {
                return series == null ? Series.NEVER : series.nextChange(time);
            }
            long next = series.nextChange(time);
            long edge = event + comparison.threshold();
            if (edge > time) {
                return Math.min(next, edge);
            }
            return edge == time ? Math.min(next, edge + 1) : next;
        }

        @Override
        public @Nullable String reason(CustomerFacts facts, long time) {
            return null;
        }

        private long event(CustomerFacts facts, long time) {
            Series series = facts.series(id);
            if (series == null) {
                return Series.NONE;
            }
            return first ? series.firstTime(time) : series.lastTime(time);
        }
    }
}
