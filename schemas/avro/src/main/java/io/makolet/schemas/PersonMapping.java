package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;

import io.makolet.avro.ConditionNode;
import io.makolet.domain.segment.Condition;

/** Conditions over what is known of a person without any event, between the wire and the domain. */
final class PersonMapping {

    private PersonMapping() {}

    static Condition toDomain(ConditionNode node) throws PoisonException {
        return new Condition.Anniversary(
                required(node.getProfileField(), "profile_field"),
                required(node.getFromDays(), "from_days"),
                required(node.getToDays(), "to_days"));
    }

    static ConditionNode toAvro(Condition condition) {
        if (condition instanceof Condition.Anniversary anniversary) {
            return ConditionNode.newBuilder()
                    .setOp("anniversary")
                    .setProfileField(anniversary.of())
                    .setFromDays(anniversary.from())
                    .setToDays(anniversary.to())
                    .build();
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }
}
