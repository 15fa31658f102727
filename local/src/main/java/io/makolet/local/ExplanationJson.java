package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.v1.Change;
import io.makolet.v1.ChangeStep;
import io.makolet.v1.ConditionExplanation;
import io.makolet.v1.Explanation;
import io.makolet.v1.HeldMembership;
import io.makolet.v1.NextChange;
import io.makolet.v1.SegmentExplanation;
import io.makolet.v1.UnknownReason;
import java.math.BigDecimal;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An explanation as {@code makolet explain --json} prints it. */
final class ExplanationJson {

    private ExplanationJson() {}

    static ObjectNode of(Explanation explanation) {
        ObjectNode json = Json.object()
                .put("customer", explanation.getCustomerId())
                .put("known", explanation.getKnown())
                .put("as_of", Json.time(explanation.getAsOf()))
                .put("time_zone", explanation.getTimeZone())
                .put("language", explanation.getLanguage());
        json.set("segment", of(explanation.getSegment()));
        json.set("change", explanation.hasChange() ? of(explanation.getChange()) : null);
        return json.put("change_text", explanation.getChangeText());
    }

    private static ObjectNode of(SegmentExplanation segment) {
        ObjectNode json = Json.object()
                .put("id", segment.getId())
                .put("version", segment.getVersion())
                .put("purpose", orNull(segment.getPurpose()))
                .put("value", Json.truth(segment.getValue()));
        json.set("next", segment.hasNext() ? of(segment.getNext()) : null);
        json.set("unknown", segment.hasUnknown() ? of(segment.getUnknown()) : null);
        json.set("held", segment.hasHeld() ? of(segment.getHeld()) : null);
        json.put("text", segment.getText());
        segment.getNotesList().forEach(json.putArray("notes")::add);
        json.set("when", of(segment.getWhen()));
        return json;
    }

    private static ObjectNode of(HeldMembership held) {
        return Json.object()
                .put("hold", held.getHold())
                .put("until", held.hasUntil() ? Json.time(held.getUntil()) : null);
    }

    private static ObjectNode of(ConditionExplanation condition) {
        ObjectNode json = Json.object()
                .put("kind", condition.getKind())
                .put("value", Json.truth(condition.getValue()))
                .put("asks", condition.getAsks())
                .put("observed", number(condition.getObserved()))
                .put("comparison", orNull(condition.getComparison()))
                .put("required", number(condition.getRequired()));
        json.set("next", condition.hasNext() ? of(condition.getNext()) : null);
        json.set("unknown", condition.hasUnknown() ? of(condition.getUnknown()) : null);
        ObjectNode fields = json.putObject("fields");
        new TreeMap<>(condition.getFieldsMap()).forEach((name, value) -> fields.set(name, CustomerJson.of(value)));
        ArrayNode evidence = json.putArray("evidence");
        condition
                .getEvidenceList()
                .forEach(event -> evidence.addObject()
                        .put("role", event.getRole())
                        .put("at", Json.time(event.getAt()))
                        .put("steps", event.getSteps()));
        json.put("text", condition.getText());
        condition.getNotesList().forEach(json.putArray("notes")::add);
        if (condition.hasSegment()) {
            json.set("segment", of(condition.getSegment()));
        }
        ArrayNode parts = json.putArray("parts");
        condition.getPartsList().forEach(part -> parts.add(of(part)));
        return json;
    }

    private static ObjectNode of(Change change) {
        ObjectNode json = Json.object()
                .put("value", Json.truth(change.getValue()))
                .put("before", change.hasBefore() ? Json.time(change.getBefore()) : null);
        ArrayNode steps = json.putArray("steps");
        change.getStepsList().forEach(step -> steps.add(of(step)));
        return json;
    }

    private static ObjectNode of(ChangeStep step) {
        return switch (step.getStepCase()) {
            case HAPPENS -> of(step.getHappens());
            case BECOMES -> {
                ObjectNode json = Json.object()
                        .put("step", "becomes")
                        .put("field", step.getBecomes().getField());
                json.set("value", CustomerJson.of(step.getBecomes().getValue()));
                yield json;
            }
            case CONSENTS -> Json.object().put("step", "consents").put("purpose", step.getConsents());
            case PASSES -> {
                ObjectNode json = Json.object()
                        .put("step", "passes")
                        .put("until", Json.time(step.getPasses().getUntil()));
                step.getPasses().getEventTypesList().forEach(json.putArray("event_types")::add);
                yield json;
            }
            case STEP_NOT_SET -> Json.object();
        };
    }

    private static ObjectNode of(ChangeStep.Happens happens) {
        ObjectNode json = Json.object().put("step", "happens").put("times", happens.getTimes());
        happens.getEventTypesList().forEach(json.putArray("event_types")::add);
        json.put("where", orNull(happens.getWhere()));
        ObjectNode fields = json.putObject("fields");
        new TreeMap<>(happens.getFieldsMap()).forEach(fields::put);
        return json.put("distinct", orNull(happens.getDistinct()));
    }

    private static ObjectNode of(NextChange next) {
        return Json.object().put("at", Json.time(next.getAt())).put("value", Json.truth(next.getValue()));
    }

    private static ObjectNode of(UnknownReason unknown) {
        return Json.object().put("why", unknown.getWhy()).put("about", orNull(unknown.getAbout()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable BigDecimal number(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
