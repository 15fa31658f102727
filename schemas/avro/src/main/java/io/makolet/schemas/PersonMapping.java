package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ConditionNode;
import io.makolet.domain.segment.Condition;

/** Conditions over what is there of a person without any event, between the wire and the domain. */
final class PersonMapping {

    private PersonMapping() {}

    static Condition toDomain(ConditionNode node) throws PoisonException {
        return switch (node.getOp()) {
            case "anniversary" ->
                new Condition.Anniversary(
                        required(node.getProfileField(), "profile_field"),
                        required(node.getFromDays(), "from_days"),
                        required(node.getToDays(), "to_days"));
            case "season" ->
                new Condition.Season(
                        node.getDayEdges(),
                        required(node.getKnownFrom(), "known_from"),
                        required(node.getKnownUntil(), "known_until"),
                        required(node.getText(), "text"));
            case "sample" ->
                new Condition.Sample(required(node.getSalt(), "salt"), required(node.getHundredths(), "hundredths"));
            default -> throw unsupported("condition '" + node.getOp() + "', expected one over a person");
        };
    }

    static ConditionNode toAvro(Condition condition) {
        if (condition instanceof Condition.Anniversary anniversary) {
            return node("anniversary")
                    .setProfileField(anniversary.of())
                    .setFromDays(anniversary.from())
                    .setToDays(anniversary.to())
                    .build();
        }
        if (condition instanceof Condition.Season season) {
            return node("season")
                    .setDayEdges(season.edges())
                    .setKnownFrom(season.knownFrom())
                    .setKnownUntil(season.knownUntil())
                    .setText(season.text())
                    .build();
        }
        if (condition instanceof Condition.Sample sample) {
            return node("sample")
                    .setSalt(sample.salt())
                    .setHundredths(sample.hundredths())
                    .build();
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }

    private static ConditionNode.Builder node(String op) {
        return ConditionNode.newBuilder().setOp(op);
    }
}
