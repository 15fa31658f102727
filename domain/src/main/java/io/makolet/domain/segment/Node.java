package io.makolet.domain.segment;

import io.makolet.domain.expr.Evaluable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled condition: a function of a customer's facts and time. Equal ones are one node. */
sealed interface Node
        permits Anniversary,
                Connective,
                Gap,
                Listed,
                Replenish,
                Sample,
                Season,
                Staying,
                Near,
                Nearest,
                Top,
                Node.Not,
                Node.Consented,
                Node.Consent,
                Node.Predicate,
                Node.Aggregate,
                Node.Ratio,
                Node.Recency,
                Node.Sequence,
                Node.Warming {

    /** Position among the plan's nodes. */
    int slot();

    /** The nodes it is made of; none for a leaf. */
    default List<Node> parts() {
        return List.of();
    }

    /**
     * Name of the leaf as a source of change by time, equal for equal leaves in all plans. Null where it is none; or where it
     * has no name: it is evaluated anew under another plan, with all else of the customer.
     */
    default @Nullable String source() {
        return null;
    }

    /** Ids under which customers' states keep what the leaf looks at; none where it looks at something else. */
    default List<Long> kept() {
        return List.of();
    }

    /** Truth from the outlook's instant on; {@link Outlook#future} knows those that were computed. */
    Future compute(Outlook outlook);

    /** Why the truth at the outlook's instant is unknown; null where it is known. */
    @Nullable
    String reason(Outlook outlook);

    /** Negation. */
    record Not(int slot, Node part) implements Node {
        @Override
        public List<Node> parts() {
            return List.of(part);
        }

        @Override
        public Future compute(Outlook outlook) {
            return outlook.future(part).not();
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return part.reason(outlook);
        }
    }

    /** Without consent for the purpose, unknown; never true. */
    record Consented(int slot, Consent consent, Node part) implements Node {
        @Override
        public List<Node> parts() {
            return List.of(consent, part);
        }

        @Override
        public Future compute(Outlook outlook) {
            return consent.isGiven(outlook) ? outlook.future(part) : Future.UNKNOWN;
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return consent.isGiven(outlook) ? part.reason(outlook) : consent.reason(outlook);
        }
    }

    /** Is there consent for a purpose? */
    record Consent(int slot, String purpose, String missing) implements Node {
        boolean isGiven(Outlook outlook) {
            return outlook.facts().consent().getOrDefault(purpose, false);
        }

        @Override
        public Future compute(Outlook outlook) {
            return Future.always(Truth.of(isGiven(outlook)));
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return isGiven(outlook) ? null : missing;
        }
    }

    /** A predicate over the profile. */
    record Predicate(int slot, Evaluable predicate, List<String> fields) implements Node {
        @Override
        public Future compute(Outlook outlook) {
            Object value = predicate.evaluate(null, outlook.facts().profile());
            return Future.always(value instanceof Boolean known ? Truth.of(known) : Truth.UNKNOWN);
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            if (outlook.future(this).value() != Truth.UNKNOWN) {
                return null;
            }
            return fields.stream()
                    .filter(field -> !outlook.facts().profile().containsKey(field))
                    .findFirst()
                    .map(field -> "p." + field + " is not known")
                    .orElse("the profile's values do not fit the expression");
        }
    }

    /** An aggregate, compared. */
    record Aggregate(int slot, Dial dial, Comparison comparison) implements Node {
        @Override
        public List<Long> kept() {
            return List.of(dial.aggregate().id());
        }

        @Override
        public Future compute(Outlook outlook) {
            Curve curve = outlook.curve(dial);
            Future.Builder future = outlook.builder().begin(curve.test(0, comparison));
            for (int i = 1; i < curve.size(); i++) {
                if (!future.add(curve.from(i), curve.test(i, comparison))) {
                    break;
                }
            }
            return future.build();
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return outlook.future(this).value() == Truth.UNKNOWN ? "no such event yet" : null;
        }
    }

    /** The quotient of two aggregates, compared. */
    record Ratio(int slot, Dial dividend, Dial divisor, Comparison comparison) implements Node {
        @Override
        public List<Long> kept() {
            return List.of(dividend.aggregate().id(), divisor.aggregate().id());
        }

        @Override
        public String source() {
            return "ratio|" + dividend.name() + "|" + divisor.name() + "|" + comparison;
        }

        @Override
        public Future compute(Outlook outlook) {
            Curve above = outlook.curve(dividend);
            Curve below = outlook.curve(divisor);
            Future.Builder future = outlook.builder().begin(test(above, 0, below, 0));
            int i = 0;
            int j = 0;
            while (i + 1 < above.size() || j + 1 < below.size()) {
                long next = Math.min(above.until(i), below.until(j));
                i += above.until(i) == next ? 1 : 0;
                j += below.until(j) == next ? 1 : 0;
                if (!future.add(next, test(above, i, below, j))) {
                    break;
                }
            }
            return future.build();
        }

        private Truth test(Curve above, int i, Curve below, int j) {
            if (!above.isKnown(i) || !below.isKnown(j) || below.numerator(j) == 0) {
                return Truth.UNKNOWN;
            }
            return Truth.of(comparison
                    .op()
                    .accepts(Exact.compareRatio(
                            above.numerator(i),
                            above.denominator(i),
                            below.numerator(j),
                            below.denominator(j),
                            comparison.threshold())));
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            if (outlook.future(this).value() != Truth.UNKNOWN) {
                return null;
            }
            Curve below = outlook.curve(divisor);
            return outlook.curve(dividend).isKnown(0) && below.isKnown(0) ? "the divisor is 0" : "no such event yet";
        }
    }

    /** Age of the first or last event, compared. */
    record Recency(int slot, Dial dial, Comparison comparison) implements Node {
        @Override
        public List<Long> kept() {
            return List.of(dial.aggregate().id());
        }

        @Override
        public String source() {
            return "recency|" + dial.name() + "|" + comparison;
        }

        @Override
        public Future compute(Outlook outlook) {
            Curve times = outlook.curve(dial);
            Future.Builder future = outlook.builder().begin(test(times, 0, outlook.at()));
            for (int i = 0; i < times.size(); i++) {
                if (!future.add(times.from(i), test(times, i, times.from(i)))) {
                    break;
                }
                long edge = times.isKnown(i)
                        ? Series.addSaturating(times.numerator(i), comparison.threshold())
                        : Series.NEVER;
                if (!passes(times, i, edge, future) || !passes(times, i, Series.addSaturating(edge, 1), future)) {
                    break;
                }
            }
            return future.build();
        }

        /** Adds what an instant within a step brings; false if no further change can be taken. */
        private boolean passes(Curve times, int step, long instant, Future.Builder future) {
            return instant <= times.from(step)
                    || instant >= times.until(step)
                    || future.add(instant, test(times, step, instant));
        }

        private Truth test(Curve times, int step, long instant) {
            return Truth.of(times.isKnown(step) && comparison.test(instant - times.numerator(step)));
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return null;
        }
    }

    /** Events one after another. */
    record Sequence(int slot, SequencePlan plan) implements Node {
        @Override
        public List<Long> kept() {
            return List.of(plan.id());
        }

        @Override
        public String source() {
            return "sequence|" + plan.id();
        }

        @Override
        public Future compute(Outlook outlook) {
            Trace trace = outlook.facts().traces().get(plan.id());
            long[] completions = trace == null ? new long[0] : trace.completions(plan);
            if (completions.length == 0) {
                return Future.FALSE;
            }
            long patience = plan.hasAbsence() ? plan.patience() : 0;
            Future.Builder future = null;
            long open = Series.NONE;
            for (long completion : completions) {
                long begin = Series.addSaturating(completion, patience);
                long end = plan.over() == Series.NEVER ? Series.NEVER : Series.addSaturating(completion, plan.over());
                if (begin >= end || end <= outlook.at()) {
                    continue;
                }
                if (future == null) {
                    future = outlook.builder().begin(Truth.of(begin <= outlook.at()));
                } else if (begin > open && !future.add(open, Truth.FALSE)) {
                    break;
                }
                if (begin > outlook.at() && begin > open && !future.add(begin, Truth.TRUE)) {
                    break;
                }
                open = end;
            }
            if (future == null) {
                return Future.FALSE;
            }
            if (open != Series.NEVER) {
                future.add(open, Truth.FALSE);
            }
            return future.build();
        }

        @Override
        public @Nullable String reason(Outlook outlook) {
            return null;
        }
    }

    /** Whatever looks at an aggregate or a sequence whose past is still being read in. */
    record Warming(int slot, long id) implements Node {
        @Override
        public Future compute(Outlook outlook) {
            return Future.UNKNOWN;
        }

        @Override
        public String reason(Outlook outlook) {
            return SegmentPlan.WARMING;
        }
    }
}
