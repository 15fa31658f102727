package io.makolet.domain.explain;

import io.makolet.domain.explain.Counterfactual.Becomes;
import io.makolet.domain.explain.Counterfactual.Consents;
import io.makolet.domain.explain.Counterfactual.Happens;
import io.makolet.domain.explain.Counterfactual.Step;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Finding.Why;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What might give a condition another truth: one idea for each part that stands in the way, put together. Whether it does
 * is to be tried, as what changes one part may change another.
 */
final class Proposals {

    /** Proposals for one condition; what costs more is dropped. */
    private static final int MOST = 12;

    private static final Comparator<List<Step>> CHEAPEST_FIRST = Comparator.comparingDouble(Proposals::cost);

    private Proposals() {}

    /** Few events cost less than many, and plain ones less than those of which something is asked. */
    static double cost(List<Step> steps) {
        double cost = 0;
        for (Step step : steps) {
            cost += step instanceof Happens happens
                    ? happens.times() + happens.fields().size() / 10.0
                    : 1;
        }
        return cost;
    }

    /** What might make the membership so, cheapest first. */
    static List<List<Step>> of(Finding.Segment segment, boolean wanted) {
        List<List<Step>> proposals = of(segment.when(), wanted);
        Finding.Unknown unknown = segment.unknown();
        String purpose = segment.purpose();
        boolean lacksConsent = unknown != null
                && unknown.why() == Why.NO_CONSENT
                && unknown.about().equals(purpose);
        return lacksConsent && purpose != null
                ? proposals.stream()
                        .map(steps -> joined(List.of(new Consents(purpose)), steps))
                        .toList()
                : proposals;
    }

    private static List<List<Step>> of(Finding finding, boolean wanted) {
        if (finding.value() == Truth.of(wanted)) {
            return List.of(List.of());
        }
        Condition condition = finding.condition();
        Finding.Segment other = finding.segment();
        int parts = finding.parts().size();
        List<List<Step>> proposals;
        if (other != null) {
            proposals = of(other, wanted);
        } else if (condition instanceof Condition.Not) {
            proposals = of(finding.parts().get(0), !wanted);
        } else if (condition instanceof Condition.All) {
            proposals = several(finding.parts(), wanted, wanted ? parts : 1);
        } else if (condition instanceof Condition.Any) {
            proposals = several(finding.parts(), wanted, wanted ? 1 : parts);
        } else if (condition instanceof Condition.AtLeast some) {
            proposals = several(finding.parts(), wanted, wanted ? some.n() : parts - some.n() + 1);
        } else if (condition instanceof Condition.Cel cel) {
            proposals = ofProfile(cel, finding, wanted);
        } else {
            proposals = EventProposals.of(finding, wanted).stream()
                    .map(Proposals::asSteps)
                    .toList();
        }
        return proposals.isEmpty() && comesByItself(finding, wanted)
                ? List.of(List.of())
                : proposals.stream().sorted(CHEAPEST_FIRST).limit(MOST).toList();
    }

    /** What nothing else can do, time may do while it is waited for. */
    private static boolean comesByItself(Finding finding, boolean wanted) {
        Membership.Flip next = finding.next();
        return next != null && next.value() == Truth.of(wanted);
    }

    private static List<Step> asSteps(List<Happens> events) {
        return List.copyOf(events);
    }

    /** So many of the parts have to be so. */
    private static List<List<Step>> several(List<Finding> parts, boolean wanted, int needed) {
        List<List<List<Step>>> open = new ArrayList<>();
        int missing = needed;
        for (Finding part : parts) {
            if (part.value() == Truth.of(wanted)) {
                missing--;
                continue;
            }
            List<List<Step>> proposals = of(part, wanted);
            if (!proposals.isEmpty()) {
                open.add(proposals);
            }
        }
        if (open.size() < missing) {
            return List.of();
        }
        open.sort(Comparator.comparing(proposals -> proposals.get(0), CHEAPEST_FIRST));
        List<Step> others = List.of();
        for (List<List<Step>> proposals : open.subList(0, missing - 1)) {
            others = joined(others, proposals.get(0));
        }
        List<List<Step>> result = new ArrayList<>();
        for (List<List<Step>> last : open.subList(missing - 1, open.size())) {
            for (List<Step> steps : last) {
                result.add(joined(others, steps));
            }
        }
        return result;
    }

    private static List<Step> joined(List<Step> first, List<Step> second) {
        Set<Step> steps = new LinkedHashSet<>(first);
        steps.addAll(second);
        return List.copyOf(steps);
    }

    private static List<List<Step>> ofProfile(Condition.Cel cel, Finding finding, boolean wanted) {
        Optional<Map<String, Object>> values = Wish.that(cel.expression(), Expr.Scope.PROFILE, wanted);
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, Object> field : values.orElse(Map.of()).entrySet()) {
            ProfileValue before = finding.fields().get(field.getKey());
            if (field.getValue() == Wish.ANY && before == null) {
                return List.of();
            }
            if (field.getValue() != Wish.ANY) {
                ProfileValue value = value(field.getValue(), before);
                if (!value.equals(before)) {
                    steps.add(new Becomes(field.getKey(), value));
                }
            }
        }
        return steps.isEmpty() ? List.of() : List.of(steps);
    }

    /** A value of the kind that the field has now; of a field that is not known, of a kind that has such values. */
    private static ProfileValue value(Object value, @Nullable ProfileValue before) {
        if (value instanceof Boolean truth) {
            return new ProfileValue.Bool(truth);
        }
        if (value instanceof Number number) {
            int whole = number.intValue();
            return before instanceof ProfileValue.Rating rating
                            && number.doubleValue() == whole
                            && whole >= 1
                            && whole <= rating.max()
                    ? new ProfileValue.Rating(whole, rating.max())
                    : new ProfileValue.Numeric(number.doubleValue());
        }
        if (value instanceof List<?> list) {
            Stream<String> chosen =
                    before instanceof ProfileValue.MultiChoice choices ? choices.values().stream() : Stream.empty();
            return new ProfileValue.MultiChoice(
                    Stream.concat(chosen, list.stream().map(String::valueOf))
                            .distinct()
                            .toList());
        }
        String text = String.valueOf(value);
        return before instanceof ProfileValue.Text ? new ProfileValue.Text(text) : new ProfileValue.Choice(text);
    }
}
