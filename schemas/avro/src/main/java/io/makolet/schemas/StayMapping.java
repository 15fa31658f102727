package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.StayNode;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Segments between the wire and the domain. A stay stands around the condition, as a node that a reader refuses which does
 * not know it: without it the segment would be another one.
 */
final class StayMapping {

    private static final String OP = "stay";

    private StayMapping() {}

    static SegmentDefinition toDomain(@Nullable String purpose, ConditionNode when) throws PoisonException {
        if (!when.getOp().equals(OP)) {
            return new SegmentDefinition(purpose, ConditionMapping.toDomain(when));
        }
        StayNode stay = required(when.getStay(), "stay");
        return new SegmentDefinition(
                purpose,
                ConditionMapping.onlyChild(when),
                new Stay(
                        stay.getEnterAfterMillis(),
                        stay.getMinStayMillis(),
                        stay.getCooldownMillis(),
                        stay.getExpiresAfterMillis() == null ? Stay.NEVER : stay.getExpiresAfterMillis()));
    }

    static ConditionNode toAvro(SegmentDefinition segment) {
        ConditionNode when = ConditionMapping.toAvro(segment.when());
        Stay stay = segment.stay();
        if (stay == null) {
            return when;
        }
        Long expires = stay.expiresAfter() == Stay.NEVER ? null : stay.expiresAfter();
        return ConditionNode.newBuilder()
                .setOp(OP)
                .setChildren(List.of(when))
                .setStay(new StayNode(stay.enterAfter(), stay.minStay(), stay.cooldown(), expires))
                .build();
    }
}
