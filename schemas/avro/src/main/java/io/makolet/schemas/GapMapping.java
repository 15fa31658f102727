package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.GapNode;
import io.makolet.avro.MeasureNode;
import io.makolet.domain.segment.Condition.Gap;
import java.util.List;

/** Conditions on what came after a silence, between the wire and the domain. */
final class GapMapping {

    private GapMapping() {}

    static Gap toDomain(ConditionNode node, MeasureNode events) throws PoisonException {
        GapNode spans = required(node.getGap(), "gap");
        return new Gap(MeasureMapping.spec(events).match(), spans.getAtLeastMillis(), spans.getOverMillis());
    }

    static ConditionNode toAvro(Gap gap) {
        return ConditionNode.newBuilder()
                .setOp("gap")
                .setMeasures(List.of(MeasureMapping.toAvro(gap.spec(), MeasureMapping.firstOrLast(false))))
                .setGap(new GapNode(gap.atLeastMillis(), gap.overMillis()))
                .build();
    }
}
