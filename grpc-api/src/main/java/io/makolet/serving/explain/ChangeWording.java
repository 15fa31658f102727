package io.makolet.serving.explain;

import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.segment.Truth;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to people what would change a membership. */
final class ChangeWording {

    private final Phrases phrases;
    private final Times times;
    private final Wording wording;

    ChangeWording(Phrases phrases, Times times) {
        this.phrases = phrases;
        this.times = times;
        this.wording = new Wording(phrases, times);
    }

    /** The change, or that there is none. */
    String say(@Nullable Counterfactual change) {
        if (change == null) {
            return phrases.text("change.none");
        }
        String steps = change.steps().stream().map(this::step).collect(Collectors.joining("; "));
        boolean in = change.value() == Truth.TRUE;
        return change.before() == Long.MAX_VALUE
                ? phrases.text(in ? "change.true" : "change.false", Map.of("steps", steps))
                : phrases.text(
                        in ? "change.before" : "change.before.false",
                        Map.of("steps", steps, "before", times.instant(change.before())));
    }

    private String step(Counterfactual.Step step) {
        if (step instanceof Counterfactual.Happens happens) {
            String distinct = happens.distinct();
            return phrases.text("step.happens", Map.of("n", happens.times(), "events", wording.events(happens.match())))
                    + values(happens.fields())
                    + (distinct == null ? "" : phrases.text("step.distinct", Map.of("field", phrases.name(distinct))));
        }
        if (step instanceof Counterfactual.Becomes becomes) {
            return phrases.text(
                    "step.becomes",
                    Map.of(
                            "field",
                            phrases.name(becomes.field()),
                            "value",
                            phrases.name(Wording.value(becomes.value()))));
        }
        if (step instanceof Counterfactual.Consents consents) {
            return phrases.text("step.consents", Map.of("purpose", phrases.name(consents.purpose())));
        }
        Counterfactual.Passes passes = (Counterfactual.Passes) step;
        return passes.eventTypes().isEmpty()
                ? phrases.text("step.waits", Map.of("until", times.instant(passes.until())))
                : phrases.text(
                        "step.passes",
                        Map.of("events", wording.types(passes.eventTypes()), "until", times.instant(passes.until())));
    }

    private String values(Map<String, Object> fields) {
        return fields.isEmpty()
                ? ""
                : phrases.text(
                        "step.with",
                        Map.of(
                                "values",
                                new TreeMap<>(fields)
                                        .entrySet().stream()
                                                .map(field -> phrases.name(field.getKey() + " = " + field.getValue()))
                                                .collect(Collectors.joining(", "))));
    }
}
