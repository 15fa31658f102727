package io.makolet.serving.explain;

import com.google.protobuf.Timestamp;
import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.api.ProfileAnswer;
import io.makolet.serving.api.Timestamps;
import io.makolet.v1.Change;
import io.makolet.v1.ChangeStep;
import io.makolet.v1.ConditionExplanation;
import io.makolet.v1.Evidence;
import io.makolet.v1.Explanation;
import io.makolet.v1.HeldMembership;
import io.makolet.v1.NextChange;
import io.makolet.v1.SegmentExplanation;
import io.makolet.v1.UnknownReason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation as callers see it. */
public final class ExplanationAnswer {

    private final Wording wording;

    private ExplanationAnswer(Wording wording) {
        this.wording = wording;
    }

    /**
     * The answer.
     *
     * @param languages wanted for the texts, best first
     */
    public static Explanation of(io.makolet.domain.explain.Explanation explanation, List<String> languages) {
        Phrases phrases = Phrases.in(languages);
        Times times = new Times(phrases, explanation.zone());
        ExplanationAnswer answer = new ExplanationAnswer(new Wording(phrases, times));
        Explanation.Builder result = Explanation.newBuilder()
                .setCustomerId(explanation.customerId())
                .setKnown(explanation.known())
                .setAsOf(instant(explanation.asOf()))
                .setTimeZone(times.zoneName())
                .setLanguage(phrases.language())
                .setSegment(answer.segment(explanation.segment()))
                .setChangeText(new ChangeWording(phrases, times).say(explanation.change()));
        Counterfactual change = explanation.change();
        return change == null
                ? result.build()
                : result.setChange(change(change)).build();
    }

    private SegmentExplanation segment(Finding.Segment segment) {
        SegmentExplanation.Builder result = SegmentExplanation.newBuilder()
                .setId(segment.id())
                .setVersion(segment.version())
                .setPurpose(segment.purpose() == null ? "" : segment.purpose())
                .setValue(truth(segment.value()))
                .setWhen(condition(segment.when()))
                .setText(wording.segment(segment))
                .addAllNotes(wording.notes(segment));
        Membership.Flip next = segment.next();
        if (next != null) {
            result.setNext(next(next));
        }
        if (segment.held() != null) {
            result.setHeld(held(segment.held()));
        }
        return segment.unknown() == null
                ? result.build()
                : result.setUnknown(unknown(segment.unknown())).build();
    }

    private static HeldMembership held(Finding.Held held) {
        HeldMembership.Builder result = HeldMembership.newBuilder().setHold(word(held.hold()));
        if (held.until() != Long.MAX_VALUE) {
            result.setUntil(instant(held.until()));
        }
        return result.build();
    }

    private ConditionExplanation condition(Finding finding) {
        Comparison comparison = DefinitionText.comparison(finding.condition());
        ConditionExplanation.Builder result = ConditionExplanation.newBuilder()
                .setKind(DefinitionText.kind(finding.condition()))
                .setValue(truth(finding.value()))
                .setAsks(DefinitionText.asks(finding.condition()))
                .setText(wording.condition(finding))
                .addAllNotes(wording.notes(finding));
        if (comparison != null) {
            result.setComparison(comparison.op().symbol())
                    .setRequired(DefinitionText.threshold(finding.condition(), comparison));
        }
        if (finding.observed() != null) {
            result.setObserved(finding.observed().toPlainString());
        }
        finding.fields().forEach((field, value) -> result.putFields(field, ProfileAnswer.of(value)));
        finding.evidence()
                .forEach(event -> result.addEvidence(Evidence.newBuilder()
                        .setRole(word(event.role()))
                        .setAt(instant(event.at()))
                        .setSteps(event.steps())));
        finding.parts().forEach(part -> result.addParts(condition(part)));
        Membership.Flip next = finding.next();
        if (next != null) {
            result.setNext(next(next));
        }
        if (finding.unknown() != null) {
            result.setUnknown(unknown(finding.unknown()));
        }
        Finding.Segment segment = finding.segment();
        return segment == null
                ? result.build()
                : result.setSegment(segment(segment)).build();
    }

    private static Change change(Counterfactual change) {
        Change.Builder result = Change.newBuilder().setValue(truth(change.value()));
        if (change.before() != Long.MAX_VALUE) {
            result.setBefore(instant(change.before()));
        }
        change.steps().forEach(step -> result.addSteps(step(step)));
        return result.build();
    }

    private static ChangeStep step(Counterfactual.Step step) {
        ChangeStep.Builder result = ChangeStep.newBuilder();
        if (step instanceof Counterfactual.Happens happens) {
            ChangeStep.Happens.Builder events = ChangeStep.Happens.newBuilder()
                    .addAllEventTypes(happens.match().eventTypes())
                    .setWhere(orEmpty(happens.match().whereText()))
                    .setTimes(happens.times())
                    .setDistinct(orEmpty(happens.distinct()));
            happens.fields().forEach((field, value) -> events.putFields(field, value.toString()));
            result.setHappens(events);
        } else if (step instanceof Counterfactual.Becomes becomes) {
            result.setBecomes(ChangeStep.Becomes.newBuilder()
                    .setField(becomes.field())
                    .setValue(ProfileAnswer.of(becomes.value())));
        } else if (step instanceof Counterfactual.Consents consents) {
            result.setConsents(consents.purpose());
        } else if (step instanceof Counterfactual.Passes passes) {
            result.setPasses(ChangeStep.Passes.newBuilder()
                    .setUntil(instant(passes.until()))
                    .addAllEventTypes(passes.eventTypes()));
        }
        return result.build();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static NextChange next(Membership.Flip next) {
        return NextChange.newBuilder()
                .setAt(instant(next.at()))
                .setValue(truth(next.value()))
                .build();
    }

    private static UnknownReason unknown(Finding.Unknown unknown) {
        return UnknownReason.newBuilder()
                .setWhy(word(unknown.why()))
                .setAbout(unknown.about())
                .build();
    }

    private static Timestamp instant(long millis) {
        return Timestamps.of(millis);
    }

    private static io.makolet.v1.Truth truth(Truth truth) {
        return switch (truth) {
            case FALSE -> io.makolet.v1.Truth.FALSE;
            case TRUE -> io.makolet.v1.Truth.TRUE;
            case UNKNOWN -> io.makolet.v1.Truth.UNKNOWN;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
