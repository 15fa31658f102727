package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ProposedChange;
import io.makolet.avro.ProposedStep;
import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counterfactuals between the wire and the domain. */
final class ChangeMapping {

    private ChangeMapping() {}

    static ProposedChange toAvro(Counterfactual change) {
        return ProposedChange.newBuilder()
                .setValue(change.value().code())
                .setBefore(change.before() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(change.before()))
                .setSteps(change.steps().stream().map(ChangeMapping::step).toList())
                .build();
    }

    static Counterfactual toDomain(ProposedChange value) throws PoisonException {
        List<Counterfactual.Step> steps = new ArrayList<>(value.getSteps().size());
        for (ProposedStep step : value.getSteps()) {
            steps.add(step(step));
        }
        Instant before = value.getBefore();
        return new Counterfactual(
                ExplanationMapping.truth(value.getValue()),
                steps,
                before == null ? Long.MAX_VALUE : before.toEpochMilli());
    }

    private static ProposedStep step(Counterfactual.Step step) {
        ProposedStep.Builder value = ProposedStep.newBuilder();
        if (step instanceof Counterfactual.Happens happens) {
            value.setOp("happens")
                    .setMatch(EventMatchMapping.toAvro(happens.match()))
                    .setTimes(happens.times())
                    .setValues(new TreeMap<>(happens.fields()))
                    .setDistinct(happens.distinct());
        } else if (step instanceof Counterfactual.Becomes becomes) {
            value.setOp("becomes").setField(ProfileMapping.toAvro(new ProfileChange(becomes.field(), becomes.value())));
        } else if (step instanceof Counterfactual.Consents consents) {
            value.setOp("consents").setPurpose(consents.purpose());
        } else if (step instanceof Counterfactual.Passes passes) {
            value.setOp("passes").setUntil(Instant.ofEpochMilli(passes.until())).setEventTypes(passes.eventTypes());
        }
        return value.build();
    }

    private static Counterfactual.Step step(ProposedStep value) throws PoisonException {
        return switch (value.getOp()) {
            case "happens" ->
                new Counterfactual.Happens(
                        EventMatchMapping.toDomain(required(value.getMatch(), "match")),
                        value.getTimes(),
                        values(value.getValues()),
                        value.getDistinct());
            case "becomes" -> {
                ProfileChange change = ProfileMapping.toDomain(required(value.getField(), "field"));
                ProfileValue becomes = change.value();
                if (becomes == null) {
                    throw invalid("profile field '" + change.field() + "' without a value, expected one");
                }
                yield new Counterfactual.Becomes(change.field(), becomes);
            }
            case "consents" -> new Counterfactual.Consents(required(value.getPurpose(), "purpose"));
            case "passes" ->
                new Counterfactual.Passes(
                        required(value.getUntil(), "until").toEpochMilli(), List.copyOf(value.getEventTypes()));
            default -> throw unsupported("step '" + value.getOp() + "', expected happens, becomes, consents or passes");
        };
    }

    private static Map<String, Object> values(Map<String, Object> values) {
        Map<String, Object> result = new TreeMap<>();
        values.forEach((field, value) -> result.put(field, plain(value)));
        return result;
    }

    /** Avro has texts of its own. */
    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }
}
