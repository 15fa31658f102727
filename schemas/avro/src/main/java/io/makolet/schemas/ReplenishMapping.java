package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.MeasureNode;
import io.makolet.avro.ReplenishNode;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.Replenish;
import io.makolet.domain.segment.Window;
import java.util.List;

/** Conditions on when the next event is due, between the wire and the domain. */
final class ReplenishMapping {

    private ReplenishMapping() {}

    static Replenish toDomain(ConditionNode node, MeasureNode events) throws PoisonException {
        AggregateSpec spec = MeasureMapping.spec(events);
        ReplenishNode spans = required(node.getReplenish(), "replenish");
        if (!(spec.window() instanceof Window.LastN last)) {
            throw invalid("replenish of " + spec.window() + ", expected the last n events");
        }
        return new Replenish(
                spec.match(),
                last.n(),
                spans.getCycleMillis(),
                spans.getLeadMillis(),
                spans.getLateMillis() == null ? Replenish.NEVER : spans.getLateMillis());
    }

    static ConditionNode toAvro(Replenish replenish) {
        Long late = replenish.lateMillis() == Replenish.NEVER ? null : replenish.lateMillis();
        return ConditionNode.newBuilder()
                .setOp("replenish")
                .setMeasures(List.of(MeasureMapping.toAvro(replenish.spec(), MeasureMapping.firstOrLast(false))))
                .setReplenish(new ReplenishNode(replenish.cycleMillis(), replenish.leadMillis(), late))
                .build();
    }
}
