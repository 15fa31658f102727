package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.MeasureNode;
import io.makolet.avro.TopNode;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Top;
import java.util.List;

/** Conditions on what a customer is most drawn to, between the wire and the domain. */
final class TopMapping {

    private TopMapping() {}

    static Top toDomain(ConditionNode node, MeasureNode values) throws PoisonException {
        AggregateSpec spec = MeasureMapping.spec(values);
        TopNode top = required(node.getTop(), "top");
        return new Top(
                spec.match(),
                required(spec.of(), "of"),
                top.getWeight(),
                top.getHalfLifeMillis(),
                top.getK(),
                top.getValues(),
                top.getMin());
    }

    static ConditionNode toAvro(Top top) {
        return ConditionNode.newBuilder()
                .setOp("top")
                .setMeasures(List.of(MeasureMapping.toAvro(top.spec(), MeasureMapping.function(Function.DISTINCT))))
                .setTop(new TopNode(top.weight(), top.halfLifeMillis(), top.k(), top.is(), top.min()))
                .build();
    }
}
