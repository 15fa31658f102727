package io.makolet.serving.explain;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Finding.Evidence;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says findings to people, in one language and one time zone. */
final class Wording {

    /** Observed numbers are shown with so many digits. */
    private static final MathContext SHOWN = new MathContext(12);

    private final Phrases phrases;
    private final Times times;

    Wording(Phrases phrases, Times times) {
        this.phrases = phrases;
        this.times = times;
    }

    String segment(Finding.Segment segment) {
        return phrases.text("member." + word(segment.value()), Map.of("segment", phrases.name(segment.id())));
    }

    String condition(Finding finding) {
        Condition condition = finding.condition();
        if (condition instanceof Condition.AtLeast some) {
            return phrases.text("at_least", Map.of("n", some.n()));
        }
        if (condition instanceof Condition.In in) {
            return phrases.text("in", Map.of("segment", phrases.name(in.segmentId())));
        }
        if (condition instanceof Condition.Cel cel) {
            return phrases.text("cel", Map.of("expression", phrases.name(cel.text())));
        }
        if (condition instanceof Condition.Replenish replenish) {
            return phrases.text(
                    "replenish",
                    Map.of(
                            "events", events(replenish.match()),
                            "n", replenish.events(),
                            "lead", times.span(replenish.leadMillis()),
                            "cycle", times.span(replenish.cycleMillis())));
        }
        if (condition instanceof Condition.Gap gap) {
            return phrases.text(
                    "gap",
                    Map.of(
                            "events", events(gap.match()),
                            "silence", times.span(gap.atLeastMillis()),
                            "over", times.span(gap.overMillis())));
        }
        if (condition instanceof Condition.Sequence sequence) {
            return sequence(sequence);
        }
        Comparison comparison = DefinitionText.comparison(condition);
        if (comparison != null) {
            return compared(finding, comparison);
        }
        return phrases.text(DefinitionText.kind(condition), PersonText.arguments(condition, phrases));
    }

    private String compared(Finding finding, Comparison comparison) {
        Condition condition = finding.condition();
        boolean age = condition instanceof Condition.Recency;
        BigDecimal observed = finding.observed();
        return phrases.text(
                "compared",
                Map.of(
                        "what",
                        what(condition),
                        "observed",
                        observed == null
                                ? phrases.text("nothing")
                                : age ? times.span(observed.longValue()) : phrases.name(number(observed)),
                        "op",
                        phrases.name(comparison.op().symbol()),
                        "required",
                        age
                                ? times.span(comparison.threshold())
                                : phrases.name(DefinitionText.threshold(condition, comparison))));
    }

    private String what(Condition condition) {
        if (condition instanceof Condition.Aggregate aggregate) {
            return measure(aggregate.measure());
        }
        if (condition instanceof Condition.Ratio ratio) {
            return phrases.text(
                    "ratio", Map.of("dividend", measure(ratio.dividend()), "divisor", measure(ratio.divisor())));
        }
        if (condition instanceof Condition.Top top) {
            String weight = top.weight();
            return phrases.text(
                    "top",
                    Map.of(
                            "values", phrases.name(String.join(", ", top.is())),
                            "n", top.k(),
                            "field", phrases.name(top.of()),
                            "events", events(top.match()),
                            "weighed", weight == null ? "no" : "yes",
                            "weight", phrases.name(weight == null ? "" : weight),
                            "span", times.span(top.halfLifeMillis())));
        }
        return condition instanceof Condition.Recency recency
                ? phrases.text(
                                recency.first() ? "recency.first" : "recency.last",
                                Map.of("events", events(recency.spec().match())))
                        + seen(recency.spec())
                : "";
    }

    private String measure(Measure measure) {
        AggregateSpec spec = measure.spec();
        String field = spec.of();
        return phrases.text(
                        measure.function().name().toLowerCase(Locale.ROOT),
                        Map.of("events", events(spec.match()), "field", phrases.name(field == null ? "" : field)))
                + seen(spec);
    }

    /** Which of the events are seen. */
    private String seen(AggregateSpec spec) {
        EventMatch since = spec.since();
        return window(spec.window()) + (since == null ? "" : phrases.text("since", Map.of("events", events(since))));
    }

    private String window(Window window) {
        if (window instanceof Window.Sliding sliding) {
            return phrases.text("sliding", Map.of("span", times.span(sliding.millis())));
        }
        if (window instanceof Window.Calendar calendar) {
            return phrases.text("period." + calendar.period().name().toLowerCase(Locale.ROOT));
        }
        return window instanceof Window.LastN last ? phrases.text("last_n", Map.of("n", last.n())) : "";
    }

    private String sequence(Condition.Sequence sequence) {
        List<String> steps =
                sequence.steps().stream().map(this::events).collect(Collectors.toCollection(ArrayList::new));
        String chain = String.join(", ", steps);
        EventMatch absent = sequence.thenNot();
        StringBuilder text = new StringBuilder(
                absent == null
                        ? phrases.text("sequence.then", Map.of("steps", chain))
                        : phrases.text("sequence.not", Map.of("steps", chain, "absent", events(absent))));
        String by = sequence.by();
        if (by != null) {
            text.append(phrases.text("by", Map.of("field", phrases.name(by))));
        }
        if (sequence.withinMillis() != Condition.Sequence.UNBOUNDED) {
            text.append(phrases.text("within", Map.of("span", times.span(sequence.withinMillis()))));
        }
        if (sequence.overMillis() != Condition.Sequence.UNBOUNDED) {
            text.append(phrases.text("over", Map.of("span", times.span(sequence.overMillis()))));
        }
        return text.toString();
    }

    String events(EventMatch match) {
        String where = match.whereText();
        return types(match.eventTypes())
                + (where == null ? "" : phrases.text("where", Map.of("expression", phrases.name(where))));
    }

    String types(List<String> types) {
        return types.stream().map(phrases::name).collect(Collectors.joining(phrases.text("or")));
    }

    /** Why it is unknown, the values and events that decide, and when it will change. */
    List<String> notes(Finding finding) {
        List<String> notes = new ArrayList<>();
        Finding.Unknown unknown = finding.unknown();
        if (unknown != null && finding.parts().isEmpty() && finding.segment() == null) {
            notes.add(unknown(unknown));
        }
        finding.fields()
                .forEach((field, value) -> notes.add(phrases.text(
                        "field", Map.of("field", phrases.name(field), "value", phrases.name(value(value))))));
        evidence(finding, notes);
        next(finding.next(), notes);
        return notes;
    }

    /** The same of a segment. */
    List<String> notes(Finding.Segment segment) {
        List<String> notes = new ArrayList<>();
        if (segment.unknown() != null) {
            notes.add(unknown(segment.unknown()));
        }
        Finding.Held held = segment.held();
        if (held != null) {
            String name = "held." + held.hold().name().toLowerCase(Locale.ROOT);
            notes.add(held.until() == Long.MAX_VALUE ? phrases.text(name) : at(name, held.until()));
        }
        next(segment.next(), notes);
        return notes;
    }

    private String unknown(Finding.Unknown unknown) {
        return phrases.text(
                "unknown." + unknown.why().name().toLowerCase(Locale.ROOT),
                Map.of("about", phrases.name(unknown.about())));
    }

    private void evidence(Finding finding, List<String> notes) {
        long oldest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (Evidence event : finding.evidence()) {
            switch (event.role()) {
                case OLDEST, LATEST -> {
                    oldest = Math.min(oldest, event.at());
                    latest = Math.max(latest, event.at());
                }
                case AGED -> notes.add(at("evidence.aged", event.at()));
                case CUT -> notes.add(at("evidence.cut", event.at()));
                case BEGUN ->
                    notes.add(phrases.text(
                            "evidence.begun", Map.of("n", event.steps(), "at", times.instant(event.at()))));
                case COMPLETED, LAST_COMPLETED -> notes.add(at("evidence.completed", event.at()));
            }
        }
        if (oldest == latest) {
            notes.add(at("evidence.one", oldest));
        } else if (oldest < latest) {
            notes.add(phrases.text(
                    "evidence.several", Map.of("from", times.instant(oldest), "to", times.instant(latest))));
        }
    }

    private void next(Membership.@Nullable Flip next, List<String> notes) {
        if (next != null) {
            notes.add(at("next." + word(next.value()), next.at()));
        }
    }

    private String at(String name, long instant) {
        return phrases.text(name, Map.of("at", times.instant(instant)));
    }

    /** A profile value as expressions see it. */
    static String value(ProfileValue value) {
        if (value instanceof ProfileValue.Bool bool) {
            return Boolean.toString(bool.value());
        }
        if (value instanceof ProfileValue.Choice choice) {
            return choice.value();
        }
        if (value instanceof ProfileValue.MultiChoice choices) {
            return String.join(", ", choices.values());
        }
        if (value instanceof ProfileValue.Text text) {
            return text.value();
        }
        if (value instanceof ProfileValue.Numeric number) {
            return number(BigDecimal.valueOf(number.value()));
        }
        if (value instanceof ProfileValue.Date date) {
            return date.value().toString();
        }
        if (value instanceof ProfileValue.Rating rating) {
            return rating.value() + "/" + rating.max();
        }
        return value instanceof ProfileValue.Place place
                ? place.latitude() + ", " + place.longitude()
                : String.valueOf(value);
    }

    private static String number(BigDecimal number) {
        BigDecimal rounded = number.round(SHOWN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String word(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }
}
